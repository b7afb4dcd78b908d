package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.weights.ClipTextConfig;
import inkflow.diffusion.weights.ComponentFolder;
import java.util.List;

/** A CLIP text encoder in libtorch. Not thread-safe. */
final class ClipText implements AutoCloseable {
  private final ClipTextConfig config;
  private final Network network;

  private ClipText(ClipTextConfig config, Network network) {
    this.config = config;
    this.network = network;
  }

  static ClipText open(ComponentFolder folder, Arithmetic arithmetic) {
    ClipTextConfig config = ClipTextConfig.read(folder.config());
    return new ClipText(
        config,
        Network.open(folder.tensors(), arithmetic, nn -> new ClipTextModel(config, nn).write()));
  }

  /**
   * All that the encoder gives for ids (n, tokens): hidden states, the normed last state, the
   * pooled text; see {@link ClipTextModel#write}.
   */
  List<NDArray> encode(NDManager scope, UNetWeights weights, NDArray ids) {
    return network.runListWith(scope, "encode", weights, ids);
  }

  /** The checkpoint's weights; they close with the encoder. */
  UNetWeights weights() {
    return network.weights();
  }

  /** The checkpoint's weights with changes, which is the caller's to close. */
  UNetWeights with(List<LowRankUpdate> updates) {
    return network.with(updates);
  }

  ClipTextConfig config() {
    return config;
  }

  @Override
  public void close() {
    network.close();
  }
}
