package inkflow.diffusion.networks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.models.Autoencoder;
import inkflow.diffusion.networks.models.UNet2DConditionModel;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inkling's networks as they are laid out for this processor, and plain: the same numbers. */
class OneDnnNetworksTest {
  @BeforeEach
  void sameNoiseAlways() {
    Engine.getEngine("PyTorch").setRandomSeed(1);
  }

  private static final ModelCheckpoint INKLING = Inkling.checkpoint();

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  /** Two of its convolutions are one at each end; the outermost pixels are where that shows. */
  @ParameterizedTest
  @CsvSource({"8, 8", "4, 6", "3, 5", "1, 2"})
  void theSmallAutoencoderGivesWhatPlainLayersGive(int tall, int wide) {
    ComponentFolder folder = INKLING.autoencoder();
    AutoencoderConfig config = AutoencoderConfig.read(folder.config());
    Consumer<Layers> writer = nn -> Autoencoder.of(config, nn).write();
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      NDArray picture = scope.randomUniform(-1, 1, new Shape(2, 3, 8L * tall, 8L * wide));
      NDArray bytes = picture.transpose(0, 2, 3, 1).add(1).mul(127.5);
      NDArray rgb = bytes.toType(DataType.UINT8, false);
      NDArray latent = scope.randomNormal(new Shape(2, 8, tall, wide));
      for (Precision precision : possible()) {
        double most = precision == Precision.FP32 ? 1e-5 : 0.04;
        assertNearPlain(folder, precision, writer, most, "encode", picture);
        assertNearPlain(folder, precision, writer, most, "distribution_rgb", rgb);
        assertNearPlain(folder, precision, writer, most, "decode", latent);
      }
    }
  }

  /** Up-sampling to an odd side is another operation than doubling. */
  @ParameterizedTest
  @CsvSource({"32, 32", "9, 13", "8, 13", "1, 3"})
  void theUnetGivesWhatPlainLayersGive(int tall, int wide) {
    ComponentFolder folder = INKLING.unet();
    UNetConfig config = UNetConfig.read(folder.config());
    Consumer<Layers> writer = nn -> new UNet2DConditionModel(config, nn).write();
    try (NDManager scope = NDManager.newBaseManager("PyTorch");
        TensorList none = TensorList.of(List.of())) {
      NDArray latent = scope.randomNormal(new Shape(2, config.inChannels(), tall, wide));
      NDArray timesteps = scope.create(new float[] {499, 259});
      NDArray text = scope.randomNormal(new Shape(2, 32, config.crossAttentionDim()));
      for (Precision precision : possible()) {
        double most = precision == Precision.FP32 ? 1e-5 : 0.04;
        assertNearPlain(folder, precision, writer, most, "predict", latent, timesteps, text, none);
      }
    }
  }

  private static List<Precision> possible() {
    return Stream.of(Precision.FP32, Precision.BF16)
        .filter(precision -> Arithmetic.isPossible(Device.cpu(), precision))
        .toList();
  }

  private static void assertNearPlain(
      ComponentFolder folder,
      Precision precision,
      Consumer<Layers> writer,
      double most,
      String method,
      Object... arguments) {
    Layers plain = new Layers(new Script(), DType.FLOAT32);
    Layers laidOut = Arithmetic.of(Device.cpu(), precision).layers(new Script());
    float[] expected = run(folder, plain, writer, method, arguments);
    float[] actual = run(folder, laidOut, writer, method, arguments);
    Difference difference = Difference.between(actual, expected);
    assertThat(difference.relativeL2()).as("%s in %s", method, precision).isLessThan(most);
    assertThat(difference.largestOverLargest())
        .as("%s in %s", method, precision)
        .isLessThan(2 * most);
  }

  private static float[] run(
      ComponentFolder folder,
      Layers layers,
      Consumer<Layers> writer,
      String method,
      Object... arguments) {
    try (Network network = Network.open(folder.tensors(), Device.cpu(), layers, writer);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      NDArray output =
          method.startsWith("distribution")
              ? network.runList(scope, method, arguments).get(0)
              : network.run(scope, method, network.weights(), arguments);
      return output.toFloatArray();
    }
  }
}
