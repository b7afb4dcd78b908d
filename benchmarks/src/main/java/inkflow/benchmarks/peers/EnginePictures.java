package inkflow.benchmarks.peers;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.engine.DiffusionEngine;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Pictures from pictures by the whole engine: so many sessions at once, until all are drawn. */
final class EnginePictures implements AutoCloseable {
  private static final double STRENGTH = 0.6;

  private final DiffusionEngine engine;
  private long seed;

  EnginePictures(EngineOptions options) {
    this.engine = DiffusionEngine.open(options);
  }

  Runnable call(Case wanted, int steps) {
    Picture start =
        new Picture(wanted.size(), wanted.size(), new byte[wanted.size() * wanted.size() * 3]);
    return () ->
        CompletableFuture.allOf(
                IntStream.range(0, wanted.rows())
                    .mapToObj(session -> engine.render(request(session, start, steps)))
                    .toArray(CompletableFuture[]::new))
            .join();
  }

  private RenderRequest request(int session, Picture start, int steps) {
    return new RenderRequest(
        "peers-" + session,
        new Scene(
            "the sun over a beach",
            "",
            Optional.of(start),
            Optional.empty(),
            List.of(),
            start.width(),
            start.height()),
        new Sampling(Noise.of(seed++), steps, STRENGTH, 1, List.of()));
  }

  @Override
  public void close() {
    engine.close();
  }
}
