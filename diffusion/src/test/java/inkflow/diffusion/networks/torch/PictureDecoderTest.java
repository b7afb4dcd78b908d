package inkflow.diffusion.networks.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PictureDecoderTest {

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @Test
  void bigPicturesAreNearlyWhatTheyWouldBeWhole() {
    assertThat(meanDifference(200, 130)).as("levels of 255").isBetween(1e-6, 3.0);
  }

  @Test
  void smallerOnesAreDecodedWhole() {
    assertThat(meanDifference(40, 24)).isZero();
  }

  private static double meanDifference(int height, int width) {
    GoldenCase golden = new GoldenCase("vae-kl-sd15");
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("vae"));
    AutoencoderConfig config = AutoencoderConfig.read(folder.config());
    try (Network vae = Network.autoencoder(folder, Arithmetic.of(Device.cpu(), Precision.FP32));
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      int pixels = config.downscale();
      // Two rows, so that one is not taken for the other.
      NDArray latent = scope.arange(2f * 4 * height * width).sin().reshape(2, 4, height, width);
      NDArray whole = vae.run(scope, "decode_rgb", vae.weights(), latent);
      NDArray got = new PictureDecoder(vae, config).decode(scope, latent);
      assertThat(got.getShape())
          .isEqualTo(new Shape(2, (long) height * pixels, (long) width * pixels, 3));
      byte[] a = whole.toByteArray();
      byte[] b = got.toByteArray();
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
      }
      return sum / a.length;
    }
  }
}
