package inkflow.diffusion.networks.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.torch.ClipText;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTextModelTest {

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip-l", "clip-bigg", "clip-eos"})
  void givesWhatTheReferenceGives(String id) {
    check(id, Precision.FP32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip-l", "clip-bigg", "clip-eos"})
  void staysNearTheReferenceInBfloat16(String id) {
    check(id, Precision.BF16);
  }

  private static void check(String id, Precision precision) {
    TestingPrecision.assumePossible(precision);
    GoldenCase golden = new GoldenCase(id);
    Arithmetic arithmetic = Arithmetic.of(Device.cpu(), precision);
    try (ClipText text =
            ClipText.open(
                ComponentFolder.ofTransformers(golden.model("text_encoder")), arithmetic);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      for (String call : golden.calls()) {
        NDArray ids = golden.tensor(scope, "in." + call + ".input_ids");
        List<NDArray> states = text.encode(scope, text.weights(), ids);
        String out = "out." + call + ".";
        int layers = text.config().layers();
        for (int i = 0; i <= layers; i++) {
          checkIfGiven(golden, out + "hidden_states." + i, states.get(i), precision);
        }
        golden.check(out + "last_hidden_state", states.get(layers + 1), precision);
        String pooled = text.config().projectionDim() > 0 ? "text_embeds" : "pooler_output";
        golden.check(out + pooled, states.get(layers + 2), precision);
      }
    }
  }

  private static void checkIfGiven(
      GoldenCase golden, String name, NDArray got, Precision precision) {
    if (golden.has(name)) {
      golden.check(name, got, precision);
    }
  }
}
