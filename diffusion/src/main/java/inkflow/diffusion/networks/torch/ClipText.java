package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.models.ClipTextModel;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.ClipTextConfig;
import java.util.List;

/** A CLIP text encoder in libtorch. Not thread-safe. */
public final class ClipText implements AutoCloseable {
  private final ClipTextConfig config;
  private final Network network;

  private ClipText(ClipTextConfig config, Network network) {
    this.config = config;
    this.network = network;
  }

  public static ClipText open(ComponentFolder folder, Arithmetic arithmetic) {
    ClipTextConfig config = ClipTextConfig.read(folder.config());
    return new ClipText(
        config,
        Network.open(folder.tensors(), arithmetic, nn -> new ClipTextModel(config, nn).write()));
  }

  /**
   * All outputs of the encoder for ids (n, tokens): hidden states, the normed last state, the
   * pooled text; see {@link ClipTextModel#write}.
   */
  public List<NDArray> encode(NDManager scope, UNetWeights weights, NDArray ids) {
    return network.runListWith(scope, "encode", weights, ids);
  }

  /** The checkpoint's weights; closed with the encoder. */
  public UNetWeights weights() {
    return network.weights();
  }

  /** The checkpoint's weights with updates; the caller closes them. */
  UNetWeights with(List<WeightUpdate> updates) {
    return network.with(updates);
  }

  public ClipTextConfig config() {
    return config;
  }

  @Override
  public void close() {
    network.close();
  }
}
