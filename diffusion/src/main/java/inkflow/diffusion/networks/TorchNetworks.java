package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.weights.AutoencoderConfig;
import inkflow.diffusion.weights.CheckpointFolder;
import inkflow.diffusion.weights.ComponentFolder;
import inkflow.diffusion.weights.InvalidModelException;
import inkflow.diffusion.weights.UNetConfig;
import java.util.Arrays;
import java.util.List;

/**
 * {@link Networks} in libtorch: scripts written for a checkpoint's configs. One text encoder and a
 * UNet that takes its states alone, as SD1.5 has; either autoencoder.
 */
public final class TorchNetworks implements Networks {

  private final int latentChannels;
  private final int downscale;
  private final ClipText text;
  private final Network unet;
  private final Network vae;
  private final TensorList noExtras;

  private TorchNetworks(
      ComponentFolder text, ComponentFolder unet, ComponentFolder vae, Arithmetic arithmetic) {
    UNetConfig unetConfig = UNetConfig.read(unet.config());
    refuseOtherConditioning(unet, unetConfig);
    AutoencoderConfig vaeConfig = AutoencoderConfig.read(vae.config());
    this.latentChannels = unetConfig.inChannels();
    this.downscale = vaeConfig.downscale();
    this.text = ClipText.open(text, arithmetic);
    this.unet =
        Network.open(
            unet.tensors(), arithmetic, nn -> new UNet2DConditionModel(unetConfig, nn).write());
    this.vae = Network.open(vae.tensors(), arithmetic, nn -> Autoencoder.of(vaeConfig, nn).write());
    this.noExtras = TensorList.of(List.of());
  }

  /**
   * Writes, compiles and fills the networks of a checkpoint. {@link
   * inkflow.diffusion.torchscript.TorchRuntime#start} comes first.
   *
   * @throws inkflow.diffusion.weights.InvalidModelException when a config or tensor is not one that
   *     these networks know
   */
  public static TorchNetworks open(CheckpointFolder checkpoint, Arithmetic arithmetic) {
    return open(checkpoint, checkpoint.autoencoder(), arithmetic);
  }

  /** The same with another autoencoder than the checkpoint's own. */
  public static TorchNetworks open(
      CheckpointFolder checkpoint, ComponentFolder vae, Arithmetic arithmetic) {
    return new TorchNetworks(checkpoint.textEncoders().get(0), checkpoint.unet(), vae, arithmetic);
  }

  private static void refuseOtherConditioning(ComponentFolder unet, UNetConfig config) {
    if (config.hasAddedConditioning()) {
      throw new InvalidModelException(
          unet.path(), "addition_embed_type", "text_time (expected: null, as SD1.5 has)");
    }
    if (config.timeCondDim() > 0) {
      throw new InvalidModelException(
          unet.path(), "time_cond_proj_dim", config.timeCondDim() + " (expected: null)");
    }
  }

  @Override
  public int latentChannels() {
    return latentChannels;
  }

  @Override
  public int downscale() {
    return downscale;
  }

  @Override
  public NDArray encodeText(NDManager scope, long[][] ids) {
    try (NDManager temporary = scope.newSubManager()) {
      long[] flat = Arrays.stream(ids).flatMapToLong(Arrays::stream).toArray();
      NDArray tokens = temporary.create(flat, new Shape(ids.length, ids[0].length));
      NDArray states = text.lastState(temporary, tokens);
      states.attach(scope);
      return states;
    }
  }

  @Override
  public NDArray encodeImage(NDManager scope, NDArray rgb) {
    return vae.run(scope, "encode_rgb", vae.weights(), rgb);
  }

  @Override
  public NDArray predict(
      NDManager scope, UNetWeights weights, NDArray latent, NDArray timesteps, NDArray context) {
    return unet.run(scope, "predict", weights, latent, timesteps, context, noExtras);
  }

  @Override
  public NDArray decode(NDManager scope, NDArray latent) {
    return vae.run(scope, "decode_rgb", vae.weights(), latent);
  }

  @Override
  public UNetWeights baseWeights() {
    return unet.weights();
  }

  @Override
  public UNetWeights fuse(List<LowRankUpdate> updates) {
    return unet.with(updates);
  }

  @Override
  public void close() {
    noExtras.close();
    vae.close();
    unet.close();
    text.close();
  }
}
