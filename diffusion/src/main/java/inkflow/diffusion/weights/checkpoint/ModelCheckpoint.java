package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A diffusion model on disk in any format, with its parts under diffusers' names. */
public sealed interface ModelCheckpoint permits CheckpointFolder, SingleFileCheckpoint {

  /**
   * A diffusers folder or a single-file checkpoint.
   *
   * @throws InvalidModelException when it is neither
   */
  static ModelCheckpoint open(Path path) {
    return Files.isDirectory(path) ? CheckpointFolder.open(path) : SingleFileCheckpoint.open(path);
  }

  Path path();

  /** The name of its folder or file. */
  String name();

  ComponentFolder unet();

  ComponentFolder autoencoder();

  /** One text encoder for SD1.5, two for SDXL; tensors under the names of CLIPTextModel. */
  List<ComponentFolder> textEncoders();

  /** Folders with tokenizers, in the order of the text encoders; empty if it has none. */
  List<Path> tokenizers();

  /**
   * Whether an empty negative prompt means an embedding of zeros instead of an empty text's: {@code
   * force_zeros_for_empty_prompt}, as in SDXL.
   */
  boolean emptyNegativeIsZero();

  /**
   * How it was trained; like Stable Diffusion 1.5 and XL if it doesn't say.
   *
   * @throws InvalidModelException when this engine can't sample a model trained that way
   */
  SchedulerConfig scheduler();
}
