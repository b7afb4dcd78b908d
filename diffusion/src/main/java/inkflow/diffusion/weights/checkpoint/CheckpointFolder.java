package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.naming.ClipTextNames;
import inkflow.diffusion.weights.naming.LdmAutoencoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A checkpoint as diffusers lays it out: {@code model_index.json} and a folder for each part.
 * Opening maps the files; weights are read on access. Immutable.
 */
public final class CheckpointFolder implements ModelCheckpoint {
  private final Path path;
  private final JsonFile index;

  private CheckpointFolder(Path path, JsonFile index) {
    this.path = path;
    this.index = index;
  }

  /**
   * Opens a folder by its index; its parts are opened on first use.
   *
   * @throws InvalidModelException when the folder has no index, or that of another kind of model
   */
  public static CheckpointFolder open(Path path) {
    if (!Files.isDirectory(path)) {
      throw new InvalidModelException(path, "", "no such folder (expected: a model's folder)");
    }
    JsonFile index = JsonFile.read(path.resolve("model_index.json"));
    String pipeline = index.text("_class_name", "");
    if (!pipeline.startsWith("StableDiffusion") && !pipeline.startsWith("LatentConsistencyModel")) {
      throw index.fault(
          "_class_name",
          pipeline,
          "a StableDiffusion, StableDiffusionXL or LatentConsistencyModel" + " pipeline");
    }
    return new CheckpointFolder(path, index);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public String name() {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  /** {@code model_index.json}. */
  public JsonFile index() {
    return index;
  }

  @Override
  public ComponentFolder unet() {
    return ComponentFolder.ofDiffusers(path.resolve("unet"));
  }

  @Override
  public ComponentFolder autoencoder() {
    ComponentFolder vae = ComponentFolder.ofDiffusers(path.resolve("vae"));
    return new ComponentFolder(vae.path(), vae.config(), LdmAutoencoder.canonical(vae.tensors()));
  }

  @Override
  public List<ComponentFolder> textEncoders() {
    List<ComponentFolder> encoders = new ArrayList<>();
    for (String part : parts("text_encoder", "text_encoder_2")) {
      ComponentFolder encoder = ComponentFolder.ofTransformers(path.resolve(part));
      encoders.add(
          new ComponentFolder(
              encoder.path(), encoder.config(), ClipTextNames.canonical(encoder.tensors())));
    }
    return encoders;
  }

  @Override
  public List<Path> tokenizers() {
    return parts("tokenizer", "tokenizer_2").stream().map(path::resolve).toList();
  }

  @Override
  public boolean emptyNegativeIsZero() {
    return index.flag("force_zeros_for_empty_prompt", tokenizers().size() > 1);
  }

  @Override
  public SchedulerConfig scheduler() {
    Path config = path.resolve("scheduler").resolve("scheduler_config.json");
    return Files.exists(config)
        ? SchedulerConfig.read(JsonFile.read(config))
        : SchedulerConfig.stableDiffusion();
  }

  private List<String> parts(String first, String second) {
    return index.has(second) && !index.node().get(second).path(0).isNull()
        ? List.of(first, second)
        : List.of(first);
  }
}
