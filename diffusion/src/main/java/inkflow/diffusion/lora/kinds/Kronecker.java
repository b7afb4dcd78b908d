package inkflow.diffusion.lora.kinds;

/**
 * The Kronecker product of two matrices, each whole or a product: LoKr (LyCORIS, arXiv 2309.14859).
 */
public record Kronecker(WeightDelta left, WeightDelta right) implements WeightDelta {

  @Override
  public long rows() {
    return left.rows() * right.rows();
  }

  @Override
  public long columns() {
    return left.columns() * right.columns();
  }

  @Override
  public <T> T of(TensorMath<T> math, T weight) {
    return math.kronecker(left.of(math, weight), right.of(math, weight));
  }
}
