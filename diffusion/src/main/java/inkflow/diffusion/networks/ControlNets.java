package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.weights.ComponentFolder;
import inkflow.diffusion.weights.ControlNetConfig;
import inkflow.diffusion.weights.InvalidModelException;
import inkflow.diffusion.weights.JsonFile;
import inkflow.diffusion.weights.UNetConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ControlNets beside a UNet, by the names they were loaded under. */
final class ControlNets implements AutoCloseable {
  private final Map<String, Network> networks = new LinkedHashMap<>();

  private ControlNets() {}

  /**
   * Loads them.
   *
   * @param downscale pixels of a picture's side for one of the latent's
   * @throws InvalidModelException for one that was made for another kind of UNet
   */
  static ControlNets open(
      Map<String, ComponentFolder> folders, UNetConfig unet, int downscale, Arithmetic arithmetic) {
    folders.values().forEach(folder -> requireFit(folder.config(), unet, downscale));
    ControlNets nets = new ControlNets();
    try {
      folders.forEach(
          (name, folder) -> nets.networks.put(name, Network.controlNet(folder, arithmetic)));
    } catch (RuntimeException e) {
      nets.close();
      throw e;
    }
    return nets;
  }

  /**
   * What they add to the UNet together: nothing where none is asked for.
   *
   * @return in the type of the arithmetic; {@code scope} owns it
   */
  List<NDArray> residuals(
      NDManager scope, NDArray latent, NDArray timesteps, Conditioning conditioning) {
    List<NDArray> sum = List.of();
    try (TensorList extras = TensorList.of(conditioning.controlExtras())) {
      for (Control control : conditioning.controls()) {
        Network network = networks.get(control.name());
        try (TensorList others = TensorList.of(sum)) {
          sum =
              network.runListWith(
                  scope,
                  "residuals_rgb",
                  network.weights(),
                  latent,
                  timesteps,
                  conditioning.text().states(),
                  extras,
                  control.rgb(),
                  control.scales(),
                  others);
        }
      }
    }
    return sum;
  }

  private static void requireFit(JsonFile config, UNetConfig unet, int downscale) {
    ControlNetConfig control = ControlNetConfig.read(config);
    UNetConfig encoder = control.encoder();
    // What a UNet gives is the latent; what it takes may be more, as for inpainting.
    require(config, "in_channels", encoder.inChannels(), unet.outChannels());
    require(config, "block_out_channels", encoder.blockOutChannels(), unet.blockOutChannels());
    require(config, "layers_per_block", encoder.layersPerBlock(), unet.layersPerBlock());
    require(
        config,
        "projection_class_embeddings_input_dim",
        encoder.addedInputDim(),
        unet.addedInputDim());
    boolean readsText =
        encoder.downAttention().contains(true) || encoder.middle() == UNetConfig.Middle.ATTENTION;
    if (readsText) {
      require(config, "cross_attention_dim", encoder.crossAttentionDim(), unet.crossAttentionDim());
    }
    if (control.downscale() != downscale) {
      throw config.fault(
          "conditioning_embedding_out_channels",
          control.embeddingChannels(),
          "as many as halve a picture to the latent's size, 1 / " + downscale);
    }
  }

  private static void require(JsonFile config, String key, Object value, Object expected) {
    if (!value.equals(expected)) {
      throw config.fault(key, value, expected + ", as the model's UNet has");
    }
  }

  @Override
  public void close() {
    networks.values().forEach(Network::close);
  }
}
