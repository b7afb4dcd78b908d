package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;

/**
 * The operations that the formulas of adapters are made of, in float32. A kernel counts as a matrix
 * (out, in k k), row-major.
 *
 * @param <T> a tensor
 */
public interface TensorMath<T> {

  /** A tensor of a file. */
  T tensor(TensorView view);

  /** The matrix product of (n, r) and (r, m). */
  T product(T left, T right);

  /** The transpose of a matrix. */
  T transposed(T matrix);

  /**
   * A kernel of its Tucker decomposition: sum over p and q of left[o, p] core[p, q, k...] right[q,
   * i], as (o, i k...).
   */
  T tucker(T core, T left, T right);

  /** Element by element. */
  T times(T one, T other);

  /** The Kronecker product of matrices (a, b) and (c, d): (a c, b d). */
  T kronecker(T left, T right);

  T scaled(T tensor, double factor);

  /**
   * What makes a weight's vectors as long as they are to be: (W + delta) magnitude / |W + delta| -
   * W, with one vector for each output, or each input.
   *
   * @param weight (out, in) or (out, in, k, k)
   */
  T decomposed(T weight, T delta, T magnitude, boolean outputs);

  /** A weight times one factor for each output, or each input. */
  T rescaled(T weight, T factors, boolean outputs);
}
