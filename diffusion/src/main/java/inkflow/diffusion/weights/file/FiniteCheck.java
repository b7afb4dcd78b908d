package inkflow.diffusion.weights.file;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;

/**
 * Finds NaN and infinity in weights. A single one makes every picture black, so such a model is
 * refused with the tensor's name.
 */
final class FiniteCheck {
  private FiniteCheck() {}

  /** The flat index of the first element that is NaN or infinite, or -1. */
  static long firstNotFinite(TensorView tensor) {
    return switch (tensor.dtype()) {
      case F16 -> first16(tensor.bytes(), 0x7c00);
      case BF16 -> first16(tensor.bytes(), 0x7f80);
      case F8_E4M3 -> firstByte(tensor.bytes(), 0x7f);
      case F8_E5M2 -> firstByte(tensor.bytes(), 0x7c);
      case F32 -> firstFloat(tensor.bytes());
      case F64 -> firstDouble(tensor.toDoubles());
      default -> -1;
    };
  }

  /**
   * Checks four 16-bit values at a time: in both formats, all exponent bits set means NaN or
   * infinity.
   */
  private static long first16(ByteBuffer bytes, int exponent) {
    long mask = exponent * 0x0001_0001_0001_0001L;
    long one = (exponent & -exponent) * 0x0001_0001_0001_0001L;
    LongBuffer longs = bytes.asLongBuffer();
    int wide = longs.remaining();
    for (int i = 0; i < wide; i++) {
      // Adding the lowest exponent bit carries into the sign bit exactly if all of them were set.
      if ((((longs.get(i) & mask) + one) & 0x8000_8000_8000_8000L) != 0) {
        return scan16(bytes, exponent, i * 4);
      }
    }
    return scan16(bytes, exponent, wide * 4);
  }

  /** The first byte with all these bits set: E4M3 has only NaN there, E5M2 has infinity too. */
  private static long firstByte(ByteBuffer bytes, int mask) {
    for (int i = 0; i < bytes.limit(); i++) {
      if ((bytes.get(i) & mask) == mask) {
        return i;
      }
    }
    return -1;
  }

  private static long scan16(ByteBuffer bytes, int exponent, int from) {
    for (int i = from; i < bytes.limit() / 2; i++) {
      if ((bytes.getShort(2 * i) & exponent) == exponent) {
        return i;
      }
    }
    return -1;
  }

  private static long firstFloat(ByteBuffer bytes) {
    var floats = bytes.asFloatBuffer();
    for (int i = 0; i < floats.limit(); i++) {
      if (!Float.isFinite(floats.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static long firstDouble(double[] doubles) {
    for (int i = 0; i < doubles.length; i++) {
      if (!Double.isFinite(doubles[i])) {
        return i;
      }
    }
    return -1;
  }
}
