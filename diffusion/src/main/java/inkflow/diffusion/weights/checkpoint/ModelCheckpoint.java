package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A diffusion model on disk, its parts under the names of diffusers, however it is stored. */
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

  /** Folders with tokenizers, in the order of the text encoders; none when it brings none. */
  List<Path> tokenizers();

  /**
   * Whether no negative prompt stands for an embedding of zeros, and not for that of an empty text:
   * {@code force_zeros_for_empty_prompt}, which SDXL has.
   */
  boolean emptyNegativeIsZero();

  /**
   * How it was trained; as Stable Diffusion 1.5 and XL when it does not say.
   *
   * @throws InvalidModelException when it was trained in a way that this engine does not sample
   */
  SchedulerConfig scheduler();
}
