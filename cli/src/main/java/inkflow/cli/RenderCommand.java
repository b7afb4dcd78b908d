package inkflow.cli;

import inkflow.diffusion.ControlInput;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.LoraScale;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.Picture;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.RenderRequest;
import inkflow.diffusion.RenderResult;
import inkflow.diffusion.engine.EnginePool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code inkflow render}. */
@Command(
    name = "render",
    description = "Draw one picture; no Kafka, no Flink.",
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
  @Option(names = "--prompt", paramLabel = "TEXT", required = true, description = "What to draw.")
  String prompt;

  @Option(
      names = "--out",
      paramLabel = "PNG",
      required = true,
      description = "Where to write the picture.")
  Path out;

  @Option(names = "--init", paramLabel = "PNG", description = "The picture to start from.")
  Path init;

  @Option(
      names = "--mask",
      paramLabel = "PNG",
      description = "What to draw anew of --init: white is, black is kept.")
  Path mask;

  @Option(
      names = "--strength",
      paramLabel = "S",
      description =
          "How far to leave the picture to start from, above 0 and at most 1. Default: 0.6 with"
              + " --init, else 1.")
  Double strength;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "4",
      description = "Inference steps. Default: ${DEFAULT-VALUE}.")
  int steps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the noise: the same seed, the same picture. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = Size.Converter.class,
      description = "Pixels, multiples of 8. Default: what the model was trained at.")
  Size size;

  @Option(
      names = "--guidance",
      paramLabel = "G",
      description =
          "Guidance: 1 is off, above 1 the negative prompt counts. Default: 1, or 8 for a full LCM,"
              + " which takes it in one pass.")
  Double guidance;

  @Option(
      names = "--negative",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What to stay away from; counts where --guidance is above 1.")
  String negative;

  @Mixin ControlOptions control;
  @Mixin ModelOptions model;
  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws Exception {
    Optional<Picture> start = read("--init", init);
    Optional<Picture> repainted = read("--mask", mask);
    List<ControlInput> controls = new ArrayList<>(control.inputs());
    EngineOptions options = model.toEngineOptions().controlNets(control.controlNets()).build();
    try (RenderEngine engine = EnginePool.shared().lease(options)) {
      controls.addAll(control.followed(start, repainted, engine.model()));
      RenderRequest request = request(start, repainted, controls, engine.model());
      RenderResult result = engine.render(request).get();
      write(result.picture());
      System.err.println(summary(result));
    }
    return 0;
  }

  private RenderRequest request(
      Optional<Picture> start,
      Optional<Picture> repainted,
      List<ControlInput> controls,
      ModelInfo loaded) {
    Size asked = size == null ? new Size(loaded.nativeSize(), loaded.nativeSize()) : size;
    double far = strength != null ? strength : start.isPresent() ? 0.6 : 1;
    return new RenderRequest(
        "render",
        prompt,
        negative,
        seed,
        steps,
        far,
        guidance != null ? guidance : loaded.usualGuidance(),
        styles(),
        start,
        repainted,
        asked.width(),
        asked.height(),
        controls);
  }

  private static Optional<Picture> read(String option, Path file) throws IOException {
    return file == null ? Optional.empty() : Optional.of(PictureFile.read(option, file));
  }

  private List<LoraScale> styles() {
    return model.loras.stream().map(RenderCommand::style).toList();
  }

  private static LoraScale style(LoraFile lora) {
    return new LoraScale(lora.name(), lora.scale());
  }

  private void write(Picture picture) throws IOException {
    File folder = out.toAbsolutePath().getParent().toFile();
    if (!folder.isDirectory()) {
      throw new IOException("--out: " + out + " (expected: a file in a folder that exists)");
    }
    ImageIO.write(picture.toBufferedImage(), "png", out.toFile());
  }

  private String summary(RenderResult result) {
    long micros =
        result.textMicros()
            + result.encodeMicros()
            + result.denoiseMicros()
            + result.decodeMicros();
    return String.format(
        Locale.ROOT,
        "%s: %dx%d in %.0f ms (text %.0f, encode %.0f, denoise %.0f, decode %.0f)",
        out,
        result.picture().width(),
        result.picture().height(),
        micros / 1e3,
        result.textMicros() / 1e3,
        result.encodeMicros() / 1e3,
        result.denoiseMicros() / 1e3,
        result.decodeMicros() / 1e3);
  }
}
