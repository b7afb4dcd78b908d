package inkflow.diffusion.networks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.EngineOptions.Precision;
import org.junit.jupiter.api.Test;

class TorchNetworksTest {

  @Test
  void runsTheWholeWayFromPictureToPicture() {
    try (TorchNetworks networks = Inkling.open(Precision.FP32);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      NDArray rgb = gradient(scope, 128, 96);
      NDArray latent = networks.encodeImage(scope, rgb);
      assertThat(latent.getShape()).isEqualTo(new Shape(1, 8, 16, 12));
      NDArray context = networks.encodeText(scope, new long[][] {ids(32)});
      NDArray timesteps = scope.create(new float[] {499});
      NDArray noise = networks.predict(scope, networks.baseWeights(), latent, timesteps, context);
      assertThat(noise.getShape()).isEqualTo(latent.getShape());
      NDArray picture = networks.decode(scope, latent);
      assertThat(picture.getDataType()).isEqualTo(DataType.UINT8);
      assertThat(picture.getShape()).isEqualTo(rgb.getShape());
      assertThat(meanDifference(picture, rgb)).isLessThan(12);
    }
  }

  private static long[] ids(int length) {
    long[] ids = new long[length];
    ids[0] = 4161;
    for (int i = 1; i < length; i++) {
      ids[i] = i < 6 ? 100 + i : 4162;
    }
    return ids;
  }

  private static NDArray gradient(NDManager scope, int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      rgb[i] = (byte) (i % 3 == 0 ? pixel % width * 2 : pixel / width);
    }
    return scope.create(
        java.nio.ByteBuffer.wrap(rgb), new Shape(1, height, width, 3), DataType.UINT8);
  }

  private static double meanDifference(NDArray one, NDArray other) {
    byte[] a = one.toByteArray();
    byte[] b = other.toByteArray();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum / a.length;
  }
}
