package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;

/**
 * A kernel of low rank in its inputs and its outputs, with a core for the kernel's area.
 *
 * @param core (p, q, k, k)
 * @param left (out, p); (p, out) if transposed
 * @param right (q, in)
 */
public record Tucker(TensorView core, TensorView left, TensorView right, boolean leftTransposed)
    implements WeightDelta {

  public Tucker {
    boolean fits =
        core.shape().length > 1
            && core.shape()[0] == (leftTransposed ? Shapes.rows(left) : Shapes.columns(left))
            && core.shape()[1] == Shapes.rows(right);
    Shapes.require(fits, "(p, q, k, k), (out, p) and (q, in)", core, left, right);
  }

  @Override
  public long rows() {
    return leftTransposed ? Shapes.columns(left) : Shapes.rows(left);
  }

  @Override
  public long columns() {
    return Shapes.columns(right) * (Shapes.columns(core) / core.shape()[1]);
  }

  @Override
  public <T> T of(TensorMath<T> math, T weight) {
    T factor = math.tensor(left);
    return math.tucker(
        math.tensor(core), leftTransposed ? math.transposed(factor) : factor, math.tensor(right));
  }
}
