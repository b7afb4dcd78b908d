package inkflow.diffusion.networks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.ComponentFolder;
import inkflow.diffusion.weights.UNetConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UNet2DConditionModelTest {

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-sd15", "unet-sdxl", "unet-ssd1b", "unet-lcm-full", "unet-bk-tiny"})
  void givesWhatTheReferenceGives(String id) {
    check(id, Precision.FP32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet-sd15", "unet-sdxl", "unet-ssd1b", "unet-lcm-full", "unet-bk-tiny"})
  void staysNearTheReferenceInBfloat16(String id) {
    check(id, Precision.BF16);
  }

  private static void check(String id, Precision precision) {
    GoldenCase golden = new GoldenCase(id);
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("unet"));
    UNetConfig config = UNetConfig.read(folder.config());
    Arithmetic arithmetic = Arithmetic.of(Device.cpu(), precision);
    try (Network unet =
            Network.open(
                folder.tensors(), arithmetic, nn -> new UNet2DConditionModel(config, nn).write());
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      for (String call : golden.calls()) {
        golden.check("out." + call + ".sample", predict(golden, call, unet, scope), precision);
      }
    }
  }

  private static NDArray predict(GoldenCase golden, String call, Network unet, NDManager scope) {
    String in = "in." + call + ".";
    NDArray latent = golden.tensor(scope, in + "sample");
    NDArray timesteps = golden.tensor(scope, in + "timestep");
    if (timesteps.getShape().isScalar()) {
      timesteps = timesteps.reshape(1).repeat(latent.getShape().get(0));
    }
    List<NDArray> extras = new ArrayList<>();
    for (String extra : List.of("timestep_cond", "text_embeds", "time_ids")) {
      if (golden.has(in + extra)) {
        extras.add(golden.tensor(scope, in + extra));
      }
    }
    NDArray context = golden.tensor(scope, in + "encoder_hidden_states");
    try (TensorList list = TensorList.of(extras)) {
      return unet.run(scope, "predict", unet.weights(), latent, timesteps, context, list);
    }
  }
}
