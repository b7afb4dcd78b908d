package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;

/** The difference itself, of a weight, a norm or a bias. */
public record Whole(TensorView difference) implements WeightDelta {

  @Override
  public long rows() {
    return Shapes.rows(difference);
  }

  @Override
  public long columns() {
    return Shapes.columns(difference);
  }

  @Override
  public <T> T of(TensorMath<T> math, T weight) {
    return math.tensor(difference);
  }
}
