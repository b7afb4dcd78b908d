package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;

/**
 * IA3 (arXiv 2205.05638) as a change of the weight: W times a factor for each output or each input.
 */
public record Rescaled(TensorView factors, boolean outputs, long rows, long columns)
    implements WeightDelta {

  @Override
  public <T> T of(TensorMath<T> math, T weight) {
    return math.rescaled(weight, math.tensor(factors), outputs);
  }
}
