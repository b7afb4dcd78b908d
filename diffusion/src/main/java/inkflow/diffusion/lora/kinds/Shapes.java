package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;
import java.util.Arrays;

/** Sizes of tensors as matrices. */
final class Shapes {
  private Shapes() {}

  static long rows(TensorView tensor) {
    return tensor.shape().length == 0 ? 1 : tensor.shape()[0];
  }

  /** All other dimensions together. */
  static long columns(TensorView tensor) {
    return tensor.elements() / Math.max(1, rows(tensor));
  }

  /**
   * @throws IllegalArgumentException with what was found and expected
   */
  static void require(boolean holds, String what, TensorView... tensors) {
    if (!holds) {
      throw new IllegalArgumentException(Arrays.toString(tensors) + " (expected: " + what + ")");
    }
  }
}
