package inkflow.diffusion.networks.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightListTest {
  private static final GoldenCase GOLDEN = new GoldenCase("vae-tiny");

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void bfloat16FilesGiveWhatTheSameNumbersInFloat32Give(Precision precision) {
    TestingPrecision.assumePossible(precision);
    float[] brain = decoded(converted(DType.BF16, bits -> (short) (bits >>> 16)), precision);
    float[] wide = decoded(converted(DType.F32, bits -> bits >>> 16 << 16), precision);
    assertThat(brain).isEqualTo(wide);
  }

  @Test
  void aWeightThatIsNoNumberIsRefusedByName() {
    TensorMap tensors = converted(DType.F32, bits -> Float.floatToIntBits(Float.NaN));
    assertThatThrownBy(() -> decoded(tensors, Precision.FP32))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("NaN or infinity at element 0");
  }

  private static float[] decoded(TensorMap tensors, Precision precision) {
    ComponentFolder folder = ComponentFolder.ofDiffusers(GOLDEN.model("vae"));
    Arithmetic arithmetic = Arithmetic.of(Device.cpu(), precision);
    try (Network vae =
            Network.autoencoder(
                new ComponentFolder(folder.path(), folder.config(), tensors), arithmetic);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      NDArray latents = scope.ones(new Shape(1, 4, 8, 8));
      return vae.run(scope, "decode", vae.weights(), latents).toFloatArray();
    }
  }

  /**
   * @param number the new element, short or int, of the old one's float32 bits
   */
  private static TensorMap converted(DType type, IntFunction<? extends Number> number) {
    TensorMap tensors = ComponentFolder.ofDiffusers(GOLDEN.model("vae")).tensors();
    List<TensorView> views =
        tensors.all().stream().map(tensor -> converted(tensor, type, number)).toList();
    return new TensorMap(Path.of("test"), views);
  }

  private static TensorView converted(
      TensorView tensor, DType type, IntFunction<? extends Number> number) {
    float[] values = tensor.toFloats();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      Number element = number.apply(Float.floatToIntBits(value));
      if (type == DType.BF16) {
        bytes.putShort(element.shortValue());
      } else {
        bytes.putInt(element.intValue());
      }
    }
    return new TensorView(Path.of("test"), tensor.name(), type, tensor.shape(), bytes.flip());
  }
}
