package inkflow.diffusion.networks.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderTinyConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AutoencoderTinyTest {

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @Test
  void givesWhatTheReferenceGives() {
    check(Precision.FP32);
  }

  @Test
  void staysNearTheReferenceInBfloat16() {
    check(Precision.BF16);
  }

  /** The plain layers, used on other devices and as the reference of the faster ones. */
  @Test
  void plainLayersGiveWhatTheReferenceGives() {
    check(new Layers(new Script(), DType.FLOAT32), Precision.FP32);
  }

  private static void check(Precision precision) {
    TestingPrecision.assumePossible(precision);
    check(Arithmetic.of(Device.cpu(), precision).layers(new Script()), precision);
  }

  private static void check(Layers layers, Precision precision) {
    GoldenCase golden = new GoldenCase("vae-tiny");
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("vae"));
    var config = (AutoencoderTinyConfig) AutoencoderConfig.read(folder.config());
    try (Network vae =
            Network.open(
                folder.tensors(),
                Device.cpu(),
                layers,
                nn -> new AutoencoderTiny(config, nn).write());
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      for (String call : golden.calls()) {
        if (golden.has("in." + call + ".image")) {
          NDArray image = golden.tensor(scope, "in." + call + ".image");
          NDArray latents = vae.run(scope, "encode", vae.weights(), image);
          golden.check("out." + call + ".latents", latents, precision);
        } else {
          NDArray latents = golden.tensor(scope, "in." + call + ".latents");
          NDArray image = vae.run(scope, "decode", vae.weights(), latents);
          golden.check("out." + call + ".image", image, precision);
        }
      }
    }
  }
}
