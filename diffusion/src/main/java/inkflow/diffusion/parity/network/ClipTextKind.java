package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;

/** A text encoder: {@code input_ids} to its states and the pooled text. */
public final class ClipTextKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    ComponentFolder folder = ComponentFolder.ofTransformers(golden.model("text_encoder"));
    try (Network encoder = Network.textEncoder(folder, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        new TextOutputs(
                encoder, encoder.weights(), scope, golden.array(scope, "in." + call + ".input_ids"))
            .compare(golden, "out." + call + ".", findings);
      }
    }
  }
}
