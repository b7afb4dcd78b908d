package inkflow.diffusion.lora.kinds;

/** What an adapter at scale 1 adds to one weight: a formula over tensors of its file. Immutable. */
public interface WeightDelta {

  /** Outputs of the weight that it fits. */
  long rows();

  /** Inputs of that weight times the area of its kernel; 1 for a vector. */
  long columns();

  /**
   * Computes it.
   *
   * @param weight the checkpoint's own; only some kinds depend on it
   * @return as many elements as the weight, in its order
   */
  <T> T of(TensorMath<T> math, T weight);
}
