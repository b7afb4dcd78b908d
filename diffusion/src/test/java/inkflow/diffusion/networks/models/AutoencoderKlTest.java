package inkflow.diffusion.networks.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderKlConfig;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoencoderKlTest {

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vae-kl-sd15", "vae-kl-sdxl", "vae-kl-old-names"})
  void givesWhatTheReferenceGives(String id) {
    check(id, Precision.FP32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vae-kl-sd15", "vae-kl-sdxl", "vae-kl-old-names"})
  void staysNearTheReferenceInBfloat16(String id) {
    check(id, Precision.BF16);
  }

  private static void check(String id, Precision precision) {
    TestingPrecision.assumePossible(precision);
    GoldenCase golden = new GoldenCase(id);
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("vae"));
    var config = (AutoencoderKlConfig) AutoencoderConfig.read(folder.config());
    try (Network vae =
            Network.open(
                folder.tensors(),
                Arithmetic.of(Device.cpu(), precision),
                nn -> new AutoencoderKl(config, nn).write());
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      for (String call : golden.calls()) {
        String out = "out." + call + ".";
        if (golden.has("in." + call + ".image")) {
          NDArray image = golden.tensor(scope, "in." + call + ".image");
          List<NDArray> moments = vae.runList(scope, "moments", image);
          golden.check(out + "mean", moments.get(0), precision);
          golden.check(out + "logvar", moments.get(1), precision);
          NDArray latents = vae.run(scope, "encode", vae.weights(), image);
          golden.check(out + "latents_mode", latents, precision);
        } else {
          NDArray latents = golden.tensor(scope, "in." + call + ".latents");
          NDArray image = vae.run(scope, "decode", vae.weights(), latents);
          golden.check(out + "image", image, precision);
        }
      }
    }
  }
}
