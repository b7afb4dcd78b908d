package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import java.util.Map;

/** A UNet: {@code sample}, {@code timestep} and {@code encoder_hidden_states} to its output. */
public final class UNetKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("unet"));
    try (Network unet = Network.unet(folder, golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        UNetInputs inputs = UNetInputs.of(golden, call, scope);
        findings.compare("out." + call + ".sample", inputs.predict(scope, unet, unet.weights()));
      }
    }
    for (Map.Entry<String, JsonNode> call : golden.json().path("guidance").properties()) {
      String name = "out." + call.getKey() + ".timestep_cond";
      findings.compare(name, guidance(call.getValue()));
    }
  }

  /** The embeddings of {@code w = guidance - 1}, one row after the other. */
  private static float[] guidance(JsonNode asked) {
    JsonNode rows = asked.get("w");
    int dimension = asked.get("dim").asInt();
    float[] all = new float[rows.size() * dimension];
    for (int i = 0; i < rows.size(); i++) {
      float[] row = Guidance.embedding(rows.get(i).asDouble() + 1, dimension);
      System.arraycopy(row, 0, all, i * dimension, dimension);
    }
    return all;
  }
}
