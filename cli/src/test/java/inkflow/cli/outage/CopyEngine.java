package inkflow.cli.outage;

import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An engine that gives back the picture it was given, at once. */
final class CopyEngine implements RenderEngine {
  private static final int SIDE = 64;

  @Override
  public CompletableFuture<RenderResult> render(RenderRequest request) {
    int width = request.scene().width();
    int height = request.scene().height();
    Picture picture =
        request
            .scene()
            .initial()
            .orElseGet(() -> new Picture(width, height, new byte[width * height * 3]));
    Instant now = Instant.now();
    return CompletableFuture.completedFuture(new RenderResult(picture, now, now, 0, 0, 0, 0, 0, 1));
  }

  @Override
  public void check(RenderRequest request) {
    // It can do whatever is a request.
  }

  @Override
  public ModelInfo model() {
    return new ModelInfo("copy", "sd15", SIDE, List.of("lcm"));
  }

  @Override
  public void close() {}
}
