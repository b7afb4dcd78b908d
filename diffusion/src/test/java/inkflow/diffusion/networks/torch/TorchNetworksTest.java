package inkflow.diffusion.networks.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.lora.kinds.LowRank;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.Control;
import inkflow.diffusion.networks.Control.Scale;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.Inkling;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TorchNetworksTest {
  private static TorchNetworks exact;

  /** In the precision in which this processor is fastest. */
  private static TorchNetworks fast;

  private NDManager scope;

  @BeforeAll
  static void open() {
    exact = Inkling.open(Precision.FP32);
    fast = Inkling.open(Precision.AUTO);
  }

  @AfterAll
  static void close() {
    exact.close();
    fast.close();
  }

  @BeforeEach
  void begin() {
    scope = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void end() {
    scope.close();
  }

  @Test
  void aPictureSurvivesTheWayThroughTheLatent() {
    NDArray rgb = gradient(128, 96);
    NDArray latent = exact.encodeImage(scope, rgb).mean();
    assertThat(latent.getShape()).isEqualTo(new Shape(1, 8, 16, 12));
    NDArray picture = exact.decode(scope, latent);
    assertThat(picture.getDataType()).isEqualTo(DataType.UINT8);
    assertThat(picture.getShape()).isEqualTo(rgb.getShape());
    assertThat(meanDifference(picture, rgb)).isLessThan(12);
  }

  @Test
  void inklingGivesWhatTheReferenceGives() {
    GoldenCase golden = new GoldenCase("inkling");
    assertThat(List.of(Inkling.sha256("unet"), Inkling.sha256("controlnet/sketch")))
        .as("weights of the golden case; for others run inkling/make.py")
        .containsExactly(golden.text("unet_sha256"), golden.text("adapter_sha256"));
    checkInkling(golden, exact, Precision.FP32, 0.01);
    checkInkling(golden, fast, Arithmetic.of(Device.cpu(), Precision.AUTO).precision(), 2);
  }

  private void checkInkling(
      GoldenCase golden, TorchNetworks networks, Precision precision, double levels) {
    long[] ids = golden.tensor(scope, "in.step.input_ids").toLongArray();
    long[][] rows = {Arrays.copyOf(ids, 32), Arrays.copyOfRange(ids, 32, 64)};
    NDArray context = networks.encodeText(scope, networks.baseText(), rows).states();
    golden.check("out.step.last_hidden_state", context, precision);
    NDArray latent = networks.encodeImage(scope, golden.tensor(scope, "in.step.rgb")).mean();
    golden.check("out.step.latents", latent, precision);
    Conditioning text = Conditioning.of(golden.tensor(scope, "out.step.last_hidden_state"));
    golden.check("out.step.sample", predicted(golden, networks, text), precision);
    NDArray drawings = golden.tensor(scope, "in.step.rgb").repeat(0, 2);
    Control sketch =
        new Control("sketch", drawings, List.of(new Scale(1, false), new Scale(0.25, false)));
    Conditioning followed =
        new Conditioning(text.text(), Optional.empty(), Optional.empty(), List.of(sketch));
    golden.check("out.step.followed", predicted(golden, networks, followed), precision);
    NDArray picture = networks.decode(scope, golden.tensor(scope, "out.step.latents"));
    assertThat(meanDifference(picture, golden.tensor(scope, "out.step.image")))
        .as("levels of 255")
        .isLessThan(levels);
  }

  private NDArray predicted(GoldenCase golden, TorchNetworks networks, Conditioning conditioning) {
    return networks.predict(
        scope,
        networks.baseWeights(),
        golden.tensor(scope, "in.step.sample"),
        golden.tensor(scope, "in.step.timestep"),
        conditioning);
  }

  @Test
  void theFastArithmeticStaysNearFloat32() {
    NDArray rgb = gradient(128, 128);
    NDArray latent = exact.encodeImage(scope, rgb).mean();
    assertNear(fast.encodeImage(scope, rgb).mean(), latent, 0.02);
    NDArray context = encode(exact);
    assertNear(encode(fast), context, 0.03);
    NDArray noise = predict(exact, exact.baseWeights(), latent, context);
    assertNear(predict(fast, fast.baseWeights(), latent, context), noise, 0.05);
    assertThat(meanDifference(fast.decode(scope, latent), exact.decode(scope, latent)))
        .as("levels of 255")
        .isLessThan(2);
  }

  @Test
  void sameInputGivesTheSameBits() {
    NDArray rgb = gradient(128, 128);
    NDArray context = encode(fast);
    byte[] first = stepAndDecode(rgb, context);
    assertThat(stepAndDecode(rgb, context)).isEqualTo(first);
  }

  @Test
  void aRowDoesNotDependOnTheOthersBeyondRounding() {
    NDArray latent = exact.encodeImage(scope, gradient(128, 128)).mean();
    NDArray context = encode(exact);
    NDArray alone = predict(exact, exact.baseWeights(), latent, context);
    NDArray latents = latent.concat(latent.mul(0.3f), 0);
    NDArray contexts = context.concat(context.mul(0.5f), 0);
    NDArray timesteps = scope.create(new float[] {499, 19});
    NDArray both =
        exact.predict(scope, exact.baseWeights(), latents, timesteps, Conditioning.of(contexts));
    assertNear(both.get("0:1"), alone, 1e-5);
    assertThat(
            Difference.between(both.get("1:2").toFloatArray(), alone.toFloatArray()).relativeL2())
        .isGreaterThan(0.1);
  }

  @Test
  void aFusedUpdateIsTheProductAddedToTheWeight() {
    // conv_out after a rank-1 change of one bias-free entry: only output channel 3 moves.
    NDArray latent = exact.encodeImage(scope, gradient(64, 64)).mean();
    NDArray context = encode(exact);
    float[] out = new float[8];
    out[3] = 1;
    float[] in = new float[64 * 9];
    in[4] = 2; // the middle of the kernel over input channel 0
    WeightUpdate update =
        new WeightUpdate(
            "conv_out.weight", new LowRank(tensor(out, 8, 1, 1, 1), tensor(in, 1, 64, 3, 3)), 0.5);
    float[] base = predict(exact, exact.baseWeights(), latent, context).toFloatArray();
    try (UNetWeights once = exact.fuse(List.of(update));
        UNetWeights twice = exact.fuse(List.of(update, update))) {
      float[] one = predict(exact, once, latent, context).toFloatArray();
      float[] two = predict(exact, twice, latent, context).toFloatArray();
      assertThat(once.bytes()).isEqualTo(4 * 8 * 64 * 9);
      int channel = one.length / 8;
      for (int i = 0; i < one.length; i++) {
        if (i / channel != 3) {
          assertThat(one[i]).isEqualTo(base[i]);
        } else {
          assertThat(two[i] - base[i]).isCloseTo(2 * (one[i] - base[i]), within(1e-5f));
        }
      }
      assertThat(Difference.between(one, base).relativeL2()).isGreaterThan(1e-3);
    }
    assertThat(predict(exact, exact.baseWeights(), latent, context).toFloatArray())
        .as("the checkpoint's own weights, after the mixes")
        .isEqualTo(base);
  }

  @Test
  void anUpdateOfAnUnknownTensorIsRefused() {
    TensorView one = tensor(new float[] {1}, 1, 1);
    assertThatThrownBy(
            () -> exact.fuse(List.of(new WeightUpdate("conv_4.weight", new LowRank(one, one), 1))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("conv_4.weight");
  }

  private NDArray encode(TorchNetworks networks) {
    return networks.encodeText(scope, networks.baseText(), new long[][] {ids()}).states();
  }

  private NDArray predict(
      TorchNetworks networks, UNetWeights weights, NDArray latent, NDArray context) {
    NDArray timesteps = scope.create(new float[] {499});
    return networks.predict(scope, weights, latent, timesteps, Conditioning.of(context));
  }

  private byte[] stepAndDecode(NDArray rgb, NDArray context) {
    NDArray latent = fast.encodeImage(scope, rgb).mean();
    NDArray noise = predict(fast, fast.baseWeights(), latent, context);
    return fast.decode(scope, latent.sub(noise)).toByteArray();
  }

  private static long[] ids() {
    long[] ids = new long[32];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i == 0 ? 4161 : i < 6 ? 100 + i : 4162;
    }
    return ids;
  }

  private NDArray gradient(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3;
      rgb[i] = (byte) (i % 3 == 0 ? pixel % width : pixel / width);
    }
    return scope.create(ByteBuffer.wrap(rgb), new Shape(1, height, width, 3), DataType.UINT8);
  }

  private static TensorView tensor(float[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new TensorView(Path.of("test"), "test", DType.F32, shape, bytes);
  }

  private static void assertNear(NDArray got, NDArray want, double relativeL2) {
    assertThat(got.getShape()).isEqualTo(want.getShape());
    assertThat(Difference.between(got.toFloatArray(), want.toFloatArray()).relativeL2())
        .isLessThan(relativeL2);
  }

  private static org.assertj.core.data.Offset<Float> within(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
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
