package inkflow.benchmarks;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.engine.DiffusionEngine;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures one model on one device: time from process start to the first picture, time per picture
 * after that, and peak resident memory. Run it with the files in the page cache.
 */
@Command(
    name = "engine-times",
    mixinStandardHelpOptions = true,
    description = "Load, first picture, next pictures, their stages, and peak memory.")
public final class EngineTimes implements Callable<Integer> {
  private static final String STYLE = "style";

  @Option(names = "--model", required = true, description = "diffusers folder or file")
  private Path model;

  @Option(names = "--lora", description = "a LoRA at scale 1, then at another")
  private Path lora;

  @Option(names = "--size", description = "pixels of a side; default: the model's own")
  private Integer size;

  @Option(names = "--steps", defaultValue = "2", description = "inference steps")
  private int steps;

  @Option(names = "--pictures", defaultValue = "5", description = "drawn after the first")
  private int pictures;

  @Option(names = "--precision", defaultValue = "AUTO", description = "as the engine's")
  private Precision precision;

  @Option(names = "--threads", defaultValue = "0", description = "as the engine's")
  private int threads;

  @Option(names = "--device", defaultValue = "cpu", description = "as the engine's")
  private String device;

  @Option(names = "--from-picture", description = "picture to picture, strength 0.6")
  private boolean fromPicture;

  @Option(names = "--follow", description = "with --from-picture: held to it by a sketch adapter")
  private boolean follow;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new EngineTimes()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    long began = ManagementFactory.getRuntimeMXBean().getStartTime();
    try (DiffusionEngine engine = DiffusionEngine.open(options())) {
      long opened = System.currentTimeMillis();
      int side = size == null ? engine.model().nativeSize() : size;
      RenderResult first = engine.render(request(side, 0, List.of())).get();
      long drawn = System.currentTimeMillis();
      List<RenderResult> next = new ArrayList<>();
      for (int i = 1; i <= pictures; i++) {
        next.add(engine.render(request(side, i, List.of())).get());
      }
      System.out.printf("%s, %d px, %d steps%n", engine.model().name(), side, steps);
      row("process start to engine ready", (opened - began) / 1e3, "s");
      row("process start to first picture", (drawn - began) / 1e3, "s");
      report("first picture", List.of(first));
      report("next pictures, median", next);
      if (lora != null) {
        reportSwap(engine, side);
      }
    }
    row("peak resident memory", Resident.peakBytes() / 1e9, "GB");
    return 0;
  }

  /** Measures how much longer a picture with a new LoRA scale takes. */
  private void reportSwap(DiffusionEngine engine, int side) throws Exception {
    List<LoraScale> other = List.of(new LoraScale(STYLE, 0.5));
    double first = seconds(engine, request(side, 0, other));
    double second = seconds(engine, request(side, 0, other));
    row("a picture with the LoRA rescaled", first, "s");
    row("the same again", second, "s");
  }

  private static double seconds(DiffusionEngine engine, RenderRequest request) throws Exception {
    long began = System.nanoTime();
    engine.render(request).get();
    return (System.nanoTime() - began) / 1e9;
  }

  private EngineOptions options() {
    EngineOptions plain =
        EngineOptions.of(model)
            .with(EngineOption.DEVICE, device)
            .with(EngineOption.PRECISION, precision)
            .with(EngineOption.THREADS, threads);
    return lora == null
        ? plain
        : plain.with(EngineOption.LORAS, List.of(new LoraFile(STYLE, lora.toAbsolutePath(), 1)));
  }

  private RenderRequest request(int side, long seed, List<LoraScale> loras) {
    Optional<Picture> start =
        fromPicture
            ? Optional.of(new Picture(side, side, new byte[side * side * 3]))
            : Optional.empty();
    String prompt = "the sun over a beach";
    List<ControlInput> controls =
        follow ? List.of(new ControlInput(ModelInfo.SKETCH, start.orElseThrow(), 1)) : List.of();
    double strength = fromPicture ? 0.6 : 1;
    Optional<Picture> mask = Optional.empty();
    return new RenderRequest(
        "bench",
        new Scene(prompt, "", start, mask, controls, side, side),
        new Sampling(Noise.of(seed), steps, strength, 1, loras));
  }

  private void report(String name, List<RenderResult> results) {
    if (!results.isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "%-34s text %.0f, encode %.0f, step %.0f, decode %.0f ms; together %.0f ms%n",
          name,
          millis(results, RenderResult::textMicros),
          millis(results, RenderResult::encodeMicros),
          millis(results, RenderResult::denoiseMicros) / steps,
          millis(results, RenderResult::decodeMicros),
          millis(
              results,
              r -> r.textMicros() + r.encodeMicros() + r.denoiseMicros() + r.decodeMicros()));
    }
  }

  private static double millis(List<RenderResult> results, ToLongFunction<RenderResult> micros) {
    return results.stream()
            .mapToLong(micros)
            .sorted()
            .skip(results.size() / 2)
            .findFirst()
            .orElse(0)
        / 1e3;
  }

  private static void row(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "%-34s %.2f %s%n", name, value, unit);
  }
}
