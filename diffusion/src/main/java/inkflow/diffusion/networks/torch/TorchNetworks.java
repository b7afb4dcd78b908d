package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.EncodedPictures;
import inkflow.diffusion.networks.EncodedText;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.TextWeights;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import java.util.List;
import java.util.Map;

/** {@link Networks} in libtorch: scripts written for a checkpoint's configs. */
public final class TorchNetworks implements Networks {

  private final UNetConfig config;
  private final int downscale;
  private final TextEncoders text;
  private final Network unet;
  private final Network vae;
  private final PictureDecoder pictures;
  private final ControlNets controlNets;

  private TorchNetworks(
      ModelCheckpoint checkpoint,
      ComponentFolder vae,
      Map<String, ComponentFolder> controlNets,
      Arithmetic arithmetic) {
    ComponentFolder unet = checkpoint.unet();
    List<ComponentFolder> encoders = checkpoint.textEncoders();
    AutoencoderConfig vaeConfig = AutoencoderConfig.read(vae.config());
    this.config = UNetConfig.read(unet.config());
    PartsFit fit = new PartsFit(unet, config);
    fit.requireText(encoders);
    fit.requireLatents(vaeConfig);
    this.downscale = vaeConfig.downscale();
    ControlFit controlFit = new ControlFit(config, downscale);
    controlNets.values().forEach(net -> controlFit.require(net.config()));
    this.text = TextEncoders.open(encoders, arithmetic);
    this.unet = Network.unet(unet, arithmetic);
    this.vae = Network.autoencoder(vae, arithmetic.ofAutoencoder(config, vaeConfig));
    this.pictures = new PictureDecoder(this.vae, vaeConfig);
    this.controlNets = ControlNets.open(controlNets, arithmetic);
  }

  /**
   * Writes and compiles the networks of a checkpoint and loads their weights. {@link
   * inkflow.diffusion.torchscript.TorchRuntime#start} comes first.
   *
   * @throws inkflow.diffusion.weights.file.InvalidModelException when a config or tensor is not
   *     supported, or parts don't fit together
   */
  public static TorchNetworks open(ModelCheckpoint checkpoint, Arithmetic arithmetic) {
    return open(checkpoint, checkpoint.autoencoder(), Map.of(), arithmetic);
  }

  /**
   * Like {@link #open(ModelCheckpoint, Arithmetic)}, with a given autoencoder, and ControlNets by
   * name.
   */
  public static TorchNetworks open(
      ModelCheckpoint checkpoint,
      ComponentFolder vae,
      Map<String, ComponentFolder> controlNets,
      Arithmetic arithmetic) {
    return new TorchNetworks(checkpoint, vae, controlNets, arithmetic);
  }

  @Override
  public int latentChannels() {
    return config.outChannels();
  }

  @Override
  public int downscale() {
    return downscale;
  }

  @Override
  public int guidanceWidth() {
    return config.timeCondDim();
  }

  @Override
  public boolean takesTimeIds() {
    return config.hasAddedConditioning();
  }

  @Override
  public List<Integer> textWidths() {
    return text.widths();
  }

  @Override
  public EncodedText encodeText(NDManager scope, TextWeights weights, long[][]... ids) {
    return text.encode(scope, weights, ids);
  }

  @Override
  public EncodedPictures encodeImage(NDManager scope, NDArray rgb) {
    return EncodedPictures.of(vae.runList(scope, "distribution_rgb", rgb));
  }

  @Override
  public NDArray textKeys(NDManager scope, UNetWeights weights, NDArray states) {
    return unet.run(scope, "text_keys", weights, states);
  }

  @Override
  public NDArray timeShifts(
      NDManager scope, UNetWeights weights, NDArray timesteps, List<NDArray> extras) {
    try (TensorList list = TensorList.of(extras)) {
      return unet.run(scope, "time_shifts", weights, timesteps, list);
    }
  }

  @Override
  public List<NDArray> residuals(
      NDManager scope, NDArray latent, NDArray timesteps, Conditioning conditioning) {
    return controlNets.residuals(scope, latent, timesteps, conditioning);
  }

  @Override
  public NDArray predict(
      NDManager scope,
      UNetWeights weights,
      NDArray latent,
      List<NDArray> shifts,
      List<NDArray> keys,
      List<NDArray> residuals) {
    try (TensorList rowShifts = TensorList.of(shifts);
        TensorList rowKeys = TensorList.of(keys);
        TensorList control = TensorList.of(residuals);
        TensorList noImages = TensorList.of(List.of())) {
      return unet.run(
          scope, "denoise_rows", weights, latent, rowShifts, rowKeys, control, noImages);
    }
  }

  @Override
  public NDArray decode(NDManager scope, NDArray latent) {
    return pictures.decode(scope, latent);
  }

  @Override
  public UNetWeights baseWeights() {
    return unet.weights();
  }

  @Override
  public UNetWeights fuse(List<WeightUpdate> updates) {
    return unet.with(updates);
  }

  @Override
  public TextWeights baseText() {
    return text.weights();
  }

  @Override
  public TextWeights fuseText(List<List<WeightUpdate>> updates) {
    return text.with(updates);
  }

  @Override
  public void close() {
    controlNets.close();
    vae.close();
    unet.close();
    text.close();
  }
}
