package inkflow.diffusion.lora.kinds;

/**
 * A tensor on the Java heap.
 *
 * @param values float32, row-major; not copied, so don't write to it
 */
@SuppressWarnings("ArrayRecordComponent")
public record PlainTensor(float[] values, long... shape) {

  int size(int dimension) {
    return Math.toIntExact(shape[dimension]);
  }

  int rows() {
    return size(0);
  }

  int columns() {
    return rows() == 0 ? 0 : values.length / rows();
  }
}
