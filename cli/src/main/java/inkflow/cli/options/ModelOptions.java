package inkflow.cli.options;

import inkflow.diffusion.EngineOptionHelp;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Capacity;
import inkflow.diffusion.EngineOptions.ControlNetFile;
import inkflow.diffusion.EngineOptions.Hardware;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.EngineOptions.Sources;
import inkflow.diffusion.ImageSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The model options that every command with a model has. */
public final class ModelOptions {
  private static final String STANDARD = " Default: ${DEFAULT-VALUE}.";

  /** Where Inkling is in the image of docker/. */
  private static final Path IN_THE_IMAGE = Path.of("/opt/inkflow/models/inkling");

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "DIR or FILE.safetensors",
      description = EngineOptionHelp.MODEL + " Default: Inkling.")
  Path model;

  @Option(
      names = "--lora",
      paramLabel = "NAME=FILE[:SCALE]",
      converter = LoraConverter.class,
      description = "A LoRA to load and its scale (default 1). Repeatable.")
  public List<LoraFile> loras = List.of();

  @Option(names = "--lora-lenient", description = EngineOptionHelp.LENIENT_LORAS)
  boolean lenientLoras;

  @Option(names = "--vae", paramLabel = "DIR or FILE", description = EngineOptionHelp.VAE)
  Path vae;

  @Option(
      names = "--device",
      paramLabel = EngineOptionHelp.DEVICES,
      defaultValue = "cpu",
      description = EngineOptionHelp.DEVICE + STANDARD)
  String device;

  @Option(
      names = "--precision",
      paramLabel = EngineOptionHelp.PRECISIONS,
      defaultValue = "auto",
      description = EngineOptionHelp.PRECISION + STANDARD)
  Precision precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description =
          EngineOptionHelp.THREADS + " Default: half of its cores, but two if it has them.")
  int threads;

  @Option(
      names = "--schedule",
      paramLabel = EngineOptionHelp.SCHEDULES,
      defaultValue = "A",
      converter = ScheduleConverter.class,
      description = EngineOptionHelp.SCHEDULE + STANDARD)
  ImageSchedule schedule;

  /**
   * @throws ParameterException if a file is missing, the device name is invalid or threads are
   *     below 0
   */
  public EngineOptions toEngineOptions() {
    return toEngineOptions(List.of());
  }

  /** Like {@link #toEngineOptions()}, with ControlNets. */
  public EngineOptions toEngineOptions(List<ControlNetFile> controlNets) {
    List<LoraFile> here = loras.stream().map(this::existing).toList();
    Optional<Path> otherVae = Optional.ofNullable(vae).map(path -> existing("--vae", path));
    return engineOptions(modelPath(), otherVae, here, controlNets);
  }

  /**
   * Like {@link #toEngineOptions()}, for files on another machine, which are not checked.
   *
   * @throws ParameterException if the device name is invalid or threads are below 0
   */
  public EngineOptions toRemoteEngineOptions() {
    Path remote = model == null ? IN_THE_IMAGE : model;
    return engineOptions(remote, Optional.ofNullable(vae), loras, List.of());
  }

  private EngineOptions engineOptions(
      Path checkpoint,
      Optional<Path> otherVae,
      List<LoraFile> files,
      List<ControlNetFile> controlNets) {
    if (!Hardware.isDevice(device)) {
      throw wrong("--device", device, EngineOptionHelp.DEVICES);
    }
    if (threads < 0) {
      throw wrong("--threads", threads, "0, which chooses, or more");
    }
    return new EngineOptions(
        new Sources(checkpoint, otherVae, files, lenientLoras, controlNets),
        new Hardware(device, precision, threads),
        Capacity.DEFAULT,
        schedule);
  }

  private Path modelPath() {
    if (model != null) {
      return existing("--model", model);
    }
    return Install.embeddedModel()
        .orElseThrow(
            () -> wrong("--model", "none", "a model, as this installation has no models/inkling"));
  }

  private LoraFile existing(LoraFile lora) {
    return new LoraFile(lora.name(), existing("--lora", lora.file()), lora.scale());
  }

  private Path existing(String key, Path path) {
    if (!Files.exists(path)) {
      throw wrong(key, path, "a file or folder that exists");
    }
    return path.toAbsolutePath();
  }

  private ParameterException wrong(String key, Object value, String expected) {
    return new ParameterException(
        command.commandLine(), key + ": " + value + " (expected: " + expected + ")");
  }
}
