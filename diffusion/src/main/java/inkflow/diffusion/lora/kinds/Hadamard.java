package inkflow.diffusion.lora.kinds;

/** The product, element by element, of two updates of low rank: LoHa (arXiv 2108.06098). */
public record Hadamard(WeightDelta one, WeightDelta other) implements WeightDelta {

  public Hadamard {
    if (one.rows() != other.rows() || one.columns() != other.columns()) {
      throw new IllegalArgumentException(
          "two matrices of %d x %d and %d x %d (expected: the same size)"
              .formatted(one.rows(), one.columns(), other.rows(), other.columns()));
    }
  }

  @Override
  public long rows() {
    return one.rows();
  }

  @Override
  public long columns() {
    return one.columns();
  }

  @Override
  public <T> T of(TensorMath<T> math, T weight) {
    return math.times(one.of(math, weight), other.of(math, weight));
  }
}
