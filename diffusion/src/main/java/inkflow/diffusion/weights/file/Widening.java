package inkflow.diffusion.weights.file;

import java.nio.ByteBuffer;

/**
 * Converts half precision and fp8 to float32, exactly: every such number is a float32 number. Uses
 * bulk loops over arrays; a gigabyte takes about a second.
 */
final class Widening {
  private static final int CHUNK = 1 << 14;

  private Widening() {}

  /** A float32 copy of the tensor. F64 is rounded to nearest; integers are refused. */
  public static float[] toFloats(TensorView tensor) {
    float[] floats = new float[tensor.elements()];
    switch (tensor.dtype()) {
      case F32 -> tensor.bytes().asFloatBuffer().get(floats);
      case F16 -> widenHalf(tensor.bytes(), floats);
      case BF16 -> widenBrain(tensor.bytes(), floats);
      case F8_E4M3, F8_E5M2 -> widenEighth(tensor.bytes(), table(tensor.dtype()), floats);
      case F64 -> narrowDouble(tensor.toDoubles(), floats);
      default ->
          throw tensor.fault("dtype " + tensor.dtype() + " (expected: F16, BF16, F32 or fp8)");
    }
    return floats;
  }

  /** The float32 value of one IEEE 754 half. */
  public static float half(short bits) {
    return Half.TABLE[bits & 0xffff];
  }

  /** The float32 value of one bfloat16: the upper half of a float32. */
  public static float brain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The float32 value of each byte. */
  private static float[] table(DType dtype) {
    float[] table = new float[256];
    for (int bits = 0; bits < table.length; bits++) {
      table[bits] = dtype == DType.F8_E5M2 ? half((short) (bits << 8)) : e4m3(bits);
    }
    return table;
  }

  /** Four bits of exponent, three of mantissa, no infinity (Micikevicius, arXiv 2209.05433). */
  private static float e4m3(int bits) {
    int exponent = bits >> 3 & 0xf;
    int mantissa = bits & 7;
    if ((bits & 0x7f) == 0x7f) {
      return Float.NaN;
    }
    float value = exponent == 0 ? mantissa * 0x1p-9f : Math.scalb(1 + mantissa / 8f, exponent - 7);
    return bits < 128 ? value : -value;
  }

  private static void widenEighth(ByteBuffer from, float[] table, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = table[from.get(i) & 0xff];
    }
  }

  private static void widenHalf(ByteBuffer from, float[] to) {
    float[] table = Half.TABLE;
    short[] chunk = new short[Math.min(CHUNK, to.length)];
    var shorts = from.asShortBuffer();
    for (int at = 0; at < to.length; ) {
      int n = Math.min(chunk.length, to.length - at);
      shorts.get(chunk, 0, n);
      for (int i = 0; i < n; i++) {
        to[at + i] = table[chunk[i] & 0xffff];
      }
      at += n;
    }
  }

  private static void widenBrain(ByteBuffer from, float[] to) {
    short[] chunk = new short[Math.min(CHUNK, to.length)];
    var shorts = from.asShortBuffer();
    for (int at = 0; at < to.length; ) {
      int n = Math.min(chunk.length, to.length - at);
      shorts.get(chunk, 0, n);
      for (int i = 0; i < n; i++) {
        to[at + i] = Float.intBitsToFloat(chunk[i] << 16);
      }
      at += n;
    }
  }

  private static void narrowDouble(double[] from, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
  }

  /**
   * A table of all 65,536 halves, because converting subnormals by arithmetic is slow. Loaded on
   * first use.
   */
  private static final class Half {
    static final float[] TABLE = new float[1 << 16];

    static {
      for (int bits = 0; bits < TABLE.length; bits++) {
        TABLE[bits] = valueOf(bits);
      }
    }

    private static float valueOf(int bits) {
      int sign = (bits & 0x8000) << 16;
      int exponent = (bits >> 10) & 0x1f;
      int mantissa = bits & 0x3ff;
      if (exponent == 0x1f) {
        return Float.intBitsToFloat(sign | 0x7f800000 | (mantissa << 13));
      }
      if (exponent == 0) {
        float subnormal = mantissa * 0x1p-24f;
        return sign == 0 ? subnormal : -subnormal;
      }
      return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
    }
  }
}
