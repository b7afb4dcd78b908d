package inkflow.diffusion.weights.config;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;

/** {@code vae/config.json}: one of the two kinds of autoencoder. */
public sealed interface AutoencoderConfig permits AutoencoderTinyConfig, AutoencoderKlConfig {

  /** Channels of the latent. */
  int latentChannels();

  /** Pixels of a picture's side per element of the latent's side. */
  int downscale();

  /** Factor of an encoded latent before diffusion; divided out afterwards. */
  double scalingFactor();

  /** Subtracted from an encoded latent before the scaling. */
  double shiftFactor();

  /**
   * Reads and checks a configuration.
   *
   * @throws InvalidModelException naming the field, its value and what is supported
   */
  static AutoencoderConfig read(JsonFile json) {
    String name = json.text("_class_name", "AutoencoderKL");
    return switch (name) {
      case "AutoencoderTiny" -> AutoencoderTinyConfig.read(json);
      case "AutoencoderKL" -> AutoencoderKlConfig.read(json);
      default -> throw json.fault("_class_name", name, "AutoencoderTiny or AutoencoderKL");
    };
  }
}
