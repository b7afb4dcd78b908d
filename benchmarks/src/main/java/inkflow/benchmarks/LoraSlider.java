package inkflow.benchmarks;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.engine.DiffusionEngine;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the cost of dragging a LoRA slider, for the session that drags it and for another one.
 * Two sessions draw one picture after the other; in alternating periods of the same run, one of
 * them changes the scale with every picture, so that other load on the machine affects both cases
 * alike.
 */
@Command(
    name = "lora-slider",
    mixinStandardHelpOptions = true,
    description = "Percentiles of request-to-picture time beside a still and a moving slider.")
public final class LoraSlider implements Callable<Integer> {

  @Option(names = "--model", required = true, description = "diffusers folder or file")
  private Path model;

  @Option(names = "--lora", required = true, description = "name of a LoRA the model brings")
  private String lora;

  @Option(names = "--size", defaultValue = "128", description = "pixels of a side")
  private int size;

  @Option(names = "--steps", defaultValue = "2", description = "inference steps")
  private int steps;

  @Option(names = "--precision", defaultValue = "AUTO", description = "as the engine's")
  private Precision precision;

  @Option(names = "--rounds", defaultValue = "10", description = "of both ways")
  private int rounds;

  @Option(names = "--pictures", defaultValue = "100", description = "of the other, each time")
  private int pictures;

  private long moves;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new LoraSlider()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Histogram[] slider = {new Histogram(3), new Histogram(3)};
    Histogram[] other = {new Histogram(3), new Histogram(3)};
    try (RenderEngine engine = DiffusionEngine.open(options())) {
      for (int round = 0; round <= rounds; round++) {
        for (int moving = 0; moving < 2; moving++) {
          if (round == 1) {
            slider[moving].reset(); // the first period is the warm-up
            other[moving].reset();
          }
          together(engine, moving == 1, slider[moving], other[moving]);
        }
      }
    }
    System.out.printf("%s, %d px, %d steps, milliseconds%n", model.getFileName(), size, steps);
    System.out.printf("%-34s %8s %8s %8s %8s%n", "", "p50", "p95", "p99", "pictures");
    row("the session with the slider, still", slider[0]);
    row("the same while it moves", slider[1]);
    row("the other, slider still", other[0]);
    row("the other, while it moves", other[1]);
    return 0;
  }

  private void together(RenderEngine engine, boolean moving, Histogram slider, Histogram other)
      throws InterruptedException, ExecutionException {
    Thread thread = new Thread(() -> drag(engine, moving, slider), "slider");
    thread.start();
    for (int i = 0; i < pictures; i++) {
      draw(engine, "other", List.of(), other);
    }
    thread.interrupt();
    thread.join();
  }

  private void drag(RenderEngine engine, boolean moving, Histogram times) {
    try {
      while (!Thread.interrupted()) {
        double scale = moving ? 0.2 + (++moves % 6001) * 1e-4 : 0.2;
        draw(engine, "slider", List.of(new LoraScale(lora, scale)), times);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void draw(RenderEngine engine, String session, List<LoraScale> loras, Histogram times)
      throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    engine.render(request(session, loras)).get();
    times.recordValue((System.nanoTime() - began) / 1000);
  }

  private EngineOptions options() {
    return EngineOptions.of(model).with(EngineOption.PRECISION, precision);
  }

  private RenderRequest request(String session, List<LoraScale> loras) {
    Picture grey = new Picture(size, size, new byte[3 * size * size]);
    return new RenderRequest(
        session,
        new Scene(
            "the sun over the sea", "", Optional.of(grey), Optional.empty(), List.of(), size, size),
        new Sampling(Noise.of(0), steps, 0.6, 1, loras));
  }

  private static void row(String name, Histogram h) {
    System.out.printf(
        "%-34s %8.1f %8.1f %8.1f %8d%n",
        name,
        h.getValueAtPercentile(50) / 1e3,
        h.getValueAtPercentile(95) / 1e3,
        h.getValueAtPercentile(99) / 1e3,
        h.getTotalCount());
  }
}
