package inkflow.diffusion.weights.file;

import java.nio.ByteBuffer;

/**
 * Converts half precision to float32, exactly: every F16 and BF16 number is a float32 number. Uses
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
      case F64 -> narrowDouble(tensor.toDoubles(), floats);
      default -> throw tensor.fault("dtype " + tensor.dtype() + " (expected: F16, BF16 or F32)");
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
