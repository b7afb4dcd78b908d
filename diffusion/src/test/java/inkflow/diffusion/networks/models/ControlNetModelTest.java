package inkflow.diffusion.networks.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlNetModelTest {
  private static final String IN = "in.scale_50.";
  private static final String OUT = "out.scale_50.";

  private final GoldenCase golden = new GoldenCase("controlnet");
  private NDManager scope;

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @BeforeEach
  void begin() {
    scope = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void end() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void givesWhatTheReferenceGives(Precision precision) {
    TestingPrecision.assumePossible(precision);
    try (Network unet = unet(precision);
        Network control = control(precision)) {
      List<NDArray> residuals = residuals(control, picture(), List.of(), 0.5f);
      golden.check(OUT + "sample", predict(unet, residuals), precision);
      assertThat(residuals).hasSize(13);
      if (precision == Precision.FP32) {
        golden.check(OUT + "mid", residuals.get(12), precision);
      }
    }
  }

  @Test
  void severalAddUp() {
    try (Network control = control(Precision.FP32)) {
      List<NDArray> first = residuals(control, picture(), List.of(), 0.5f);
      List<NDArray> both = residuals(control, picture(), first, 0.25f);
      for (int i = 0; i < both.size(); i++) {
        assertNear(both.get(i).toFloatArray(), first.get(i).mul(1.5f).toFloatArray());
      }
    }
  }

  @Test
  void aScaleOfZeroChangesNothing() {
    try (Network unet = unet(Precision.FP32);
        Network control = control(Precision.FP32)) {
      float[] without = predict(unet, List.of()).toFloatArray();
      List<NDArray> zero = residuals(control, picture(), List.of(), 0f);
      assertThat(predict(unet, zero).toFloatArray()).isEqualTo(without);
    }
  }

  @Test
  void eachRowHasItsOwnScale() {
    try (Network control = control(Precision.FP32)) {
      NDArray two = picture().repeat(0, 2);
      List<NDArray> rows = residuals(control, two, List.of(), 1f, 0.5f);
      for (NDArray residual : rows) {
        assertNear(
            residual.get("1:2").toFloatArray(), residual.get("0:1").mul(0.5f).toFloatArray());
      }
    }
  }

  @Test
  void bytesAreAPictureFromZeroToOne() {
    byte[] bytes = new byte[64 * 64 * 3];
    float[] planes = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (31 * i);
      planes[(i % 3) * 64 * 64 + i / 3] = (bytes[i] & 0xff) / 255f;
    }
    NDArray rgb = scope.create(ByteBuffer.wrap(bytes), new Shape(1, 64, 64, 3), DataType.UINT8);
    try (Network control = control(Precision.FP32)) {
      NDArray unit = scope.create(planes, new Shape(1, 3, 64, 64));
      List<NDArray> want = run(control, "residuals", unit, List.of(), 1f);
      List<NDArray> got = run(control, "residuals_rgb", rgb, List.of(), 1f);
      for (int i = 0; i < want.size(); i++) {
        assertNear(got.get(i).toFloatArray(), want.get(i).toFloatArray());
      }
    }
  }

  @Test
  void atFullSizeItHasThePublishedNumberOfParameters() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.putArray("block_out_channels").add(320).add(640).add(1280).add(1280);
    String attention = "CrossAttnDownBlock2D";
    config
        .putArray("down_block_types")
        .add(attention)
        .add(attention)
        .add(attention)
        .add("DownBlock2D");
    config.put("cross_attention_dim", 768);
    Layers layers = new Layers(new Script(), DType.FLOAT32);
    ControlNetConfig sd15 = ControlNetConfig.read(JsonFile.of(Path.of("config.json"), config));
    new ControlNetModel(sd15, layers).write();
    long parameters =
        layers.parameters().layout().values().stream()
            .mapToLong(shape -> Arrays.stream(shape).reduce(1, Math::multiplyExact))
            .sum();
    assertThat(parameters).isEqualTo(361_279_120);
  }

  private Network unet(Precision precision) {
    return Network.unet(folder("unet"), Arithmetic.of(Device.cpu(), precision));
  }

  private Network control(Precision precision) {
    return Network.controlNet(folder("controlnet"), Arithmetic.of(Device.cpu(), precision));
  }

  private ComponentFolder folder(String role) {
    return ComponentFolder.ofDiffusers(golden.model(role));
  }

  private NDArray picture() {
    return golden.tensor(scope, IN + "cond");
  }

  private List<NDArray> residuals(
      Network control, NDArray picture, List<NDArray> others, float... scales) {
    return run(control, "residuals", picture, others, scales);
  }

  private List<NDArray> run(
      Network control, String method, NDArray picture, List<NDArray> others, float... scales) {
    int rows = scales.length;
    try (TensorList none = TensorList.of(List.of());
        TensorList onto = TensorList.of(others)) {
      return control.runList(
          scope,
          method,
          golden.tensor(scope, IN + "sample").repeat(0, rows),
          golden.tensor(scope, IN + "timestep").repeat(0, rows),
          golden.tensor(scope, IN + "encoder_hidden_states").repeat(0, rows),
          none,
          picture,
          scope.create(scales),
          onto);
    }
  }

  private NDArray predict(Network unet, List<NDArray> residuals) {
    try (TensorList none = TensorList.of(List.of());
        TensorList control = TensorList.of(residuals)) {
      return unet.run(
          scope,
          "predict_adapted",
          unet.weights(),
          golden.tensor(scope, IN + "sample"),
          golden.tensor(scope, IN + "timestep"),
          golden.tensor(scope, IN + "encoder_hidden_states"),
          none,
          control,
          none);
    }
  }

  private static void assertNear(float[] got, float[] want) {
    assertThat(Difference.between(got, want).relativeL2()).isLessThan(1e-5);
  }
}
