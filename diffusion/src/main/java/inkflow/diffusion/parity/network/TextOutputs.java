package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.ParityCase;
import java.util.List;

/** What a text encoder gives for some ids, by the names that cases have for it. */
final class TextOutputs {
  private static final String STATE = "hidden_states.";
  private static final String SKIP = "clip_skip_";

  private final Network encoder;
  private final UNetWeights weights;
  private final NDManager scope;
  private final List<NDArray> all;

  /** Encodes {@code ids}, (n, tokens). */
  TextOutputs(Network encoder, UNetWeights weights, NDManager scope, NDArray ids) {
    this.encoder = encoder;
    this.weights = weights;
    this.scope = scope;
    this.all = encoder.runListWith(scope, "encode", weights, ids);
  }

  /** Compares with every expected output that has a prefix. */
  void compare(ParityCase golden, String prefix, Findings findings) {
    for (String name : golden.names(prefix)) {
      findings.compare(prefix + name, output(name));
    }
  }

  private NDArray output(String name) {
    int layers = all.size() - 3; // its states, the embeddings, the normed one, the pooled one
    if (name.startsWith(STATE)) {
      return all.get(Integer.parseInt(name.substring(STATE.length())));
    }
    if (name.startsWith(SKIP)) {
      NDArray state = all.get(layers - Integer.parseInt(name.substring(SKIP.length())));
      return encoder.run(scope, "normed", weights, state);
    }
    return switch (name) {
      case "last_hidden_state" -> all.get(layers + 1);
      case "penultimate" -> all.get(layers - 1);
      case "pooler_output", "text_embeds" -> all.get(layers + 2);
      default -> throw new UnsupportedOperationException("not supported yet: " + name);
    };
  }
}
