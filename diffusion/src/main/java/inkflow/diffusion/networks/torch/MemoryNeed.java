package inkflow.diffusion.networks.torch;

import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import java.util.Collection;

/**
 * What a model takes of its device's memory, from its configurations alone.
 *
 * @param weights bytes of all networks' weights, in the type that they compute in
 * @param work bytes for what is between layers while a picture of the model's own size is drawn,
 *     about
 */
public record MemoryNeed(long weights, long work) {
  /**
   * Where a decoder is widest, at the picture's full size: what comes in, the same normalized, and
   * a convolution's output with what it is added to.
   */
  private static final int WIDEST_COPIES = 3;

  /** For a checkpoint with an autoencoder, which may be another than its own, and ControlNets. */
  public static MemoryNeed of(
      ModelCheckpoint checkpoint,
      ComponentFolder vae,
      Collection<ComponentFolder> controlNets,
      Arithmetic arithmetic) {
    UNetConfig unet = UNetConfig.read(checkpoint.unet().config());
    AutoencoderConfig autoencoder = AutoencoderConfig.read(vae.config());
    Arithmetic ofAutoencoder = arithmetic.ofAutoencoder(unet, autoencoder);
    long weights =
        Network.unetBytes(unet, arithmetic) + Network.autoencoderBytes(autoencoder, ofAutoencoder);
    for (ComponentFolder net : controlNets) {
      weights += Network.controlNetBytes(ControlNetConfig.read(net.config()), arithmetic);
    }
    for (ComponentFolder encoder : checkpoint.textEncoders()) {
      weights += Network.textEncoderBytes(ClipTextConfig.read(encoder.config()), arithmetic);
    }
    return new MemoryNeed(weights, work(unet, autoencoder, ofAutoencoder));
  }

  private static long work(UNetConfig unet, AutoencoderConfig vae, Arithmetic arithmetic) {
    long side = (long) unet.sampleSize() * vae.downscale();
    int widest = vae instanceof AutoencoderKlConfig kl ? kl.channels().get(0) * 2 : 64;
    return side * side * widest * WIDEST_COPIES * arithmetic.elementBytes();
  }

  public long bytes() {
    return weights + work;
  }
}
