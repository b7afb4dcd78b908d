package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;

/**
 * B A, as in "LoRA: Low-Rank Adaptation of Large Language Models" (arXiv 2106.09685).
 *
 * @param up B: (out, rank) or (out, rank, 1, 1)
 * @param down A: (rank, in) or (rank, in, k, k)
 */
public record LowRank(TensorView up, TensorView down) implements WeightDelta {

  public LowRank {
    boolean fits = up.shape().length > 1 && Shapes.columns(up) == Shapes.rows(down);
    Shapes.require(fits, "(out, r) and (r, in)", up, down);
  }

  @Override
  public long rows() {
    return Shapes.rows(up);
  }

  @Override
  public long columns() {
    return Shapes.columns(down);
  }

  @Override
  public <T> T of(TensorMath<T> math, T weight) {
    return math.product(math.tensor(up), math.tensor(down));
  }
}
