package inkflow.cli;

import static inkflow.canvas.settings.PictureSettings.FOLLOW;
import static inkflow.canvas.settings.PictureSettings.GUIDANCE_SCALE;
import static inkflow.canvas.settings.PictureSettings.NEGATIVE_PROMPT;
import static inkflow.canvas.settings.PictureSettings.PROMPT;
import static inkflow.canvas.settings.PictureSettings.SEED;
import static inkflow.canvas.settings.PictureSettings.SEED_VARIATION;
import static inkflow.canvas.settings.PictureSettings.STEPS;
import static inkflow.canvas.settings.PictureSettings.STRENGTH;

import inkflow.canvas.settings.Setting;
import inkflow.cli.libtorch.DeviceSetup;
import inkflow.cli.options.ControlOptions;
import inkflow.cli.options.EngineFlags;
import inkflow.cli.options.LoggingOptions;
import inkflow.cli.options.PictureFile;
import inkflow.cli.options.ReferenceOptions;
import inkflow.cli.options.RenderFlags;
import inkflow.cli.options.SettingOptions;
import inkflow.cli.options.Size;
import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.engine.EnginePool;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkflow render}. */
@Command(
    name = "render",
    description = "Draw a picture; no Kafka, no Flink.",
    modelTransformer = RenderFlags.class,
    mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
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
      names = "--size",
      paramLabel = "WxH",
      converter = Size.Converter.class,
      description = "Pixels, multiples of 8. Default: what the model was trained at.")
  Size size;

  @Spec CommandSpec command;
  @Mixin ControlOptions control;
  @Mixin ReferenceOptions reference;
  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws Exception {
    Optional<Picture> start = read("--init", init);
    Optional<Picture> repainted = read("--mask", mask);
    List<ControlInput> controls = new ArrayList<>(control.inputs());
    EngineOptions options = EngineFlags.read(command);
    DeviceSetup.prepare(options, command.commandLine().getErr());
    try (RenderEngine engine = EnginePool.shared().lease(options)) {
      controls.addAll(control.followed(start, repainted, engine.model(), find(FOLLOW)));
      List<CompletableFuture<RenderResult>> results = new ArrayList<>();
      for (Noise noise : reference.noises(get(SEED), get(SEED_VARIATION))) {
        results.add(
            engine.render(
                request(start, repainted, controls, engine.model(), styles(options), noise)));
      }
      for (int row = 0; row < results.size(); row++) {
        Path file = reference.numbered(out, row);
        RenderResult result = results.get(row).get();
        write(result.picture(), file);
        System.err.println(summary(result, file));
      }
    }
    return 0;
  }

  private RenderRequest request(
      Optional<Picture> start,
      Optional<Picture> repainted,
      List<ControlInput> controls,
      ModelInfo loaded,
      List<LoraScale> styles,
      Noise noise) {
    Size asked = size == null ? new Size(loaded.nativeSize(), loaded.nativeSize()) : size;
    double usualStrength = start.isPresent() ? STRENGTH.standard().value().orElseThrow() : 1;
    Sampling sampling =
        new Sampling(
            noise,
            get(STEPS),
            find(STRENGTH).orElse(usualStrength),
            find(GUIDANCE_SCALE).orElse(loaded.usualGuidance()),
            styles,
            reference.timesteps());
    Scene scene =
        new Scene(
            get(PROMPT),
            get(NEGATIVE_PROMPT),
            start,
            repainted,
            controls,
            asked.width(),
            asked.height(),
            reference.secondPrompt(),
            reference.sizes(asked));
    return new RenderRequest("render", scene, sampling);
  }

  private <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow();
  }

  private <T> Optional<T> find(Setting<T> setting) {
    return SettingOptions.read(command, setting);
  }

  private static Optional<Picture> read(String option, Path file) throws IOException {
    return file == null ? Optional.empty() : Optional.of(PictureFile.read(option, file));
  }

  private static List<LoraScale> styles(EngineOptions options) {
    return options.get(EngineOption.LORAS).stream().map(RenderCommand::style).toList();
  }

  private static LoraScale style(LoraFile lora) {
    return new LoraScale(lora.name(), lora.scale());
  }

  private static void write(Picture picture, Path file) throws IOException {
    File folder = file.toAbsolutePath().getParent().toFile();
    if (!folder.isDirectory()) {
      throw new IOException("--out: " + file + " (expected: a file in a folder that exists)");
    }
    ImageIO.write(picture.toBufferedImage(), "png", file.toFile());
  }

  private static String summary(RenderResult result, Path file) {
    long micros =
        result.textMicros()
            + result.encodeMicros()
            + result.denoiseMicros()
            + result.decodeMicros();
    return String.format(
        Locale.ROOT,
        "%s: %dx%d in %.0f ms (text %.0f, encode %.0f, denoise %.0f, decode %.0f)",
        file,
        result.picture().width(),
        result.picture().height(),
        micros / 1e3,
        result.textMicros() / 1e3,
        result.encodeMicros() / 1e3,
        result.denoiseMicros() / 1e3,
        result.decodeMicros() / 1e3);
  }
}
