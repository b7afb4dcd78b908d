package inkflow.diffusion.parity.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.networks.Control.Scale;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A ControlNet: {@code cond} is the picture it sees, {@code down.i} and {@code mid} its residuals
 * after scaling, {@code sample} the UNet's output with them.
 */
public final class ControlNetKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    try (Network unet = Network.unet(folder(golden, "unet"), golden.arithmetic());
        Network control = Network.controlNet(folder(golden, "controlnet"), golden.arithmetic());
        NDManager scope = golden.newManager()) {
      for (String call : golden.calls()) {
        JsonNode asked = golden.json().path("calls").path(call);
        boolean guess = asked.path("guess_mode").asBoolean(asked.path("guess").asBoolean());
        Scale scale = new Scale(asked.path("scale").asDouble(1), guess);
        UNetInputs inputs = UNetInputs.of(golden, call, scope);
        NDArray picture = golden.array(scope, "in." + call + ".cond");
        List<NDArray> residuals = residuals(scope, control, inputs, picture, scale);
        compare(golden, "out." + call + ".", residuals, findings);
        findings.compare(
            "out." + call + ".sample",
            inputs.predict(scope, unet, unet.weights(), residuals, List.of()));
      }
    }
  }

  private static ComponentFolder folder(ParityCase golden, String role) {
    return ComponentFolder.ofDiffusers(golden.model(role));
  }

  private static List<NDArray> residuals(
      NDManager scope, Network control, UNetInputs inputs, NDArray picture, Scale scale) {
    int rows = (int) inputs.latent().getShape().get(0);
    try (TensorList extras = TensorList.of(inputs.extras());
        TensorList none = TensorList.of(List.of())) {
      return control.runListWith(
          scope,
          "residuals",
          control.weights(),
          inputs.latent(),
          inputs.timesteps(),
          inputs.context(),
          extras,
          picture,
          control.residualScales(scope, Collections.nCopies(rows, scale)),
          none);
    }
  }

  /** Only some are expected of some calls. */
  private static void compare(
      ParityCase golden, String out, List<NDArray> residuals, Findings findings) {
    int middle = residuals.size() - 1;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < middle; i++) {
      names.add("down." + i);
    }
    names.add("mid");
    for (int i = 0; i < names.size(); i++) {
      if (golden.has(out + names.get(i))) {
        findings.compare(out + names.get(i), residuals.get(i));
      }
    }
  }
}
