package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.EncodedPictures;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.layers.Pictures;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import inkflow.diffusion.weights.config.AutoencoderTinyConfig;

/** Pictures to latents as the UNet takes them, and back. */
public interface Autoencoder {

  /** The network of a config. */
  static Autoencoder of(AutoencoderConfig config, Layers nn) {
    if (config instanceof AutoencoderTinyConfig tiny) {
      return new AutoencoderTiny(tiny, nn);
    }
    return new AutoencoderKl((AutoencoderKlConfig) config, nn);
  }

  /**
   * Writes {@code encode(w, picture)} and {@code decode(w, latent)} in floats; {@code
   * distribution(w, picture)}: the latents' means, and their deviations where the autoencoder has
   * them, as {@link EncodedPictures}; {@code distribution_rgb} and {@code decode_rgb} with bytes:
   * see {@link Pictures}.
   */
  void write();
}
