package inkflow.diffusion.weights.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WideningTest {

  @Test
  void halvesAreExact() {
    assertThat(Widening.half((short) 0x3c00)).isEqualTo(1f);
    assertThat(Widening.half((short) 0xc000)).isEqualTo(-2f);
    assertThat(Widening.half((short) 0x7bff)).isEqualTo(65504f);
    assertThat(Widening.half((short) 0x0400)).isEqualTo(0x1p-14f);
    assertThat(Widening.half((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Widening.half((short) 0x83ff)).isEqualTo(-1023 * 0x1p-24f);
    assertThat(Widening.half((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Widening.half((short) 0x7e00)).isNaN();
    assertThat(Float.floatToRawIntBits(Widening.half((short) 0x8000))).isEqualTo(0x80000000);
  }

  @Test
  void fp8IsExact() {
    assertThat(floats(DType.F8_E4M3, 0x38, 0xb8, 0x7e, 0x01, 0x08, 0x80))
        .containsExactly(1, -1, 448, 0x1p-9f, 0x1p-6f, -0f);
    assertThat(floats(DType.F8_E4M3, 0x7f)[0]).isNaN();
    assertThat(floats(DType.F8_E5M2, 0x3c, 0xc0, 0x7b, 0x01))
        .containsExactly(1, -2, 57344, 0x1p-16f);
  }

  @Test
  void fp8NanAndInfinityAreFound() {
    assertThatThrownBy(() -> tensor(DType.F8_E4M3, 0, 0xff).requireFinite())
        .hasMessageContaining("at element 1");
    assertThatThrownBy(() -> tensor(DType.F8_E5M2, 0x7c).requireFinite())
        .hasMessageContaining("at element 0");
    tensor(DType.F8_E4M3, 0x7e, 0xfe).requireFinite();
  }

  @Test
  void aNumberMayHaveAnyType() {
    assertThat(tensor(DType.I8, 0xfc).toNumber()).isEqualTo(-4);
    assertThat(tensor(DType.I64, 16, 0, 0, 0, 0, 0, 0, 0).toNumber()).isEqualTo(16);
    assertThatThrownBy(() -> tensor(DType.I8, 1, 2).toNumber())
        .hasMessageContaining("expected: one number");
  }

  private static float[] floats(DType type, int... bytes) {
    return tensor(type, bytes).toFloats();
  }

  private static TensorView tensor(DType type, int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    long[] shape = {values.length / type.bytes()};
    return new TensorView(Path.of("test"), "x", type, shape, bytes.flip());
  }

  @Test
  void bfloat16IsTheUpperHalfOfAFloat() {
    assertThat(Widening.brain((short) 0x3f80)).isEqualTo(1f);
    assertThat(Widening.brain((short) 0xc040)).isEqualTo(-3f);
  }

  @Test
  void everyHalfOfALongTensorIsWidened() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * 70_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 70_000; i++) {
      bytes.putShort((short) (i % 0x7c00));
    }
    float[] floats = tensor(DType.F16, bytes.flip(), 70_000).toFloats();
    for (int i = 0; i < floats.length; i++) {
      assertThat(floats[i]).isEqualTo(Widening.half((short) (i % 0x7c00)));
    }
  }

  @Test
  void integersAreNoWeights() {
    TensorView integers = tensor(DType.I64, ByteBuffer.allocate(16), 2);
    assertThatThrownBy(integers::toFloats)
        .hasMessage("a.safetensors: w: dtype I64 (expected: F16, BF16, F32 or fp8)");
    assertThat(integers.toLongs()).containsExactly(0, 0);
  }

  @Test
  void infinityIsFoundInEveryTypeAndPlace() {
    for (int at = 0; at < 7; at++) {
      ByteBuffer half = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
      ByteBuffer brain = ByteBuffer.allocate(14).order(ByteOrder.LITTLE_ENDIAN);
      ByteBuffer single = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < 7; i++) {
        half.putShort((short) (i == at ? 0xfc00 : 0x7bff));
        brain.putShort((short) (i == at ? 0x7f80 : 0xff7f));
        single.putFloat(i == at ? Float.NaN : Float.MAX_VALUE);
      }
      assertThat(FiniteCheck.firstNotFinite(tensor(DType.F16, half.flip(), 7))).isEqualTo(at);
      assertThat(FiniteCheck.firstNotFinite(tensor(DType.BF16, brain.flip(), 7))).isEqualTo(at);
      assertThat(FiniteCheck.firstNotFinite(tensor(DType.F32, single.flip(), 7))).isEqualTo(at);
    }
  }

  private static TensorView tensor(DType dtype, ByteBuffer bytes, long elements) {
    return new TensorView(Path.of("a.safetensors"), "w", dtype, new long[] {elements}, bytes);
  }
}
