package inkflow.diffusion.weights.config;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;

/** {@code vae/config.json}: one of the two kinds of autoencoder. */
public sealed interface AutoencoderConfig permits AutoencoderTinyConfig, AutoencoderKlConfig {

  /** Channels of the latent. */
  int latentChannels();

  /** Pixels of a side to one of the latent. */
  int downscale();

  /** What an encoded latent is multiplied by before diffusion, and divided by after. */
  double scalingFactor();

  /** What is subtracted from an encoded latent before that. */
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
