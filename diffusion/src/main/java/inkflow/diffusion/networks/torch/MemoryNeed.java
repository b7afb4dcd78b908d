package inkflow.diffusion.networks.torch;

import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import java.util.Collection;

/**
 * The device memory that a model needs, computed from its configurations.
 *
 * @param weights bytes of all networks' weights, in the type they compute with
 * @param work approximate bytes of activations while a picture of the model's native size is drawn
 */
public record MemoryNeed(long weights, long work) {
  /** For a checkpoint, an autoencoder, which need not be the checkpoint's own, and ControlNets. */
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
    return new MemoryNeed(weights, work(unet, autoencoder, arithmetic));
  }

  private static long work(UNetConfig unet, AutoencoderConfig vae, Arithmetic arithmetic) {
    long side = (long) unet.sampleSize() * vae.downscale();
    return side * side * PixelMemory.of(unet, vae, arithmetic).decode();
  }

  public long bytes() {
    return weights + work;
  }
}
