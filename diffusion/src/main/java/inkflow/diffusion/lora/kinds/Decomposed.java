package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;

/**
 * DoRA (arXiv 2402.09353): (W + scale delta) magnitude / |W + scale delta| - W, with W the
 * checkpoint's own weight, whatever else is mixed in. At another scale than 1 it leads from W in a
 * straight line to the whole adapter.
 *
 * @param scale alpha / rank
 * @param magnitude lengths of the vectors of all outputs, or all inputs
 */
public record Decomposed(WeightDelta delta, double scale, TensorView magnitude, boolean outputs)
    implements WeightDelta {

  @Override
  public long rows() {
    return delta.rows();
  }

  @Override
  public long columns() {
    return delta.columns();
  }

  @Override
  public <T> T of(TensorMath<T> math, T weight) {
    T scaled = math.scaled(delta.of(math, weight), scale);
    return math.decomposed(weight, scaled, math.tensor(magnitude), outputs);
  }
}
