package inkflow.diffusion.networks.torch;

import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import inkflow.diffusion.weights.config.UNetConfig;

/**
 * Bytes of activations per pixel of a picture while a network runs, estimated from its
 * configuration.
 *
 * @param encode picture to latent
 * @param predict one row of the UNet
 * @param decode latent to picture
 */
public record PixelMemory(long encode, long predict, long decode) {
  /**
   * Tensors alive at the autoencoder's widest layer, at the picture's full size: the input, the
   * normalized input, and the sum of a convolution and a residual.
   */
  private static final int AUTOENCODER_COPIES = 3;

  /** Channels of a tiny autoencoder at the picture's full size. */
  private static final int TINY_CHANNELS = 64;

  /**
   * Tensors of the outermost width alive in a UNet at the latent's full size, estimated: skip
   * connections and a transformer's feed-forward states, which are eight times as wide.
   */
  private static final int UNET_COPIES = 24;

  /** For a checkpoint and an autoencoder, which need not be the checkpoint's own. */
  public static PixelMemory of(
      ModelCheckpoint checkpoint, ComponentFolder vae, Arithmetic arithmetic) {
    UNetConfig unet = UNetConfig.read(checkpoint.unet().config());
    AutoencoderConfig autoencoder = AutoencoderConfig.read(vae.config());
    return of(unet, autoencoder, arithmetic);
  }

  static PixelMemory of(UNetConfig unet, AutoencoderConfig vae, Arithmetic arithmetic) {
    long element = arithmetic.elementBytes();
    long ofVae = AUTOENCODER_COPIES * arithmetic.ofAutoencoder(unet, vae).elementBytes();
    int outermost = vae instanceof AutoencoderKlConfig kl ? kl.channels().get(0) : TINY_CHANNELS;
    // A decoder's last level has the channels of the one before as input.
    int widest = vae instanceof AutoencoderKlConfig ? 2 * outermost : TINY_CHANNELS;
    long latentPixel = UNET_COPIES * unet.blockOutChannels().get(0) * element;
    return new PixelMemory(
        ofVae * outermost,
        Math.max(1, latentPixel / (vae.downscale() * vae.downscale())),
        ofVae * widest);
  }
}
