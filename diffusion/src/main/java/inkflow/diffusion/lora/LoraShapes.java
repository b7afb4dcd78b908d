package inkflow.diffusion.lora;

import java.util.Arrays;

/** Whether the matrices of an adapter fit a module's weight. */
final class LoraShapes {
  private LoraShapes() {}

  /**
   * What does not fit, or an empty text. A 1x1 convolution and a linear layer have the same matrix,
   * and files use one for the other.
   *
   * @param weight (out, in) or (out, in, k, k)
   */
  static String misfit(long[] weight, long[] down, long[] up) {
    if (down.length < 2 || up.length < 2) {
      return shapes(down, up) + " (expected: two matrices)";
    }
    if (down[0] != up[1] || down[0] == 0) {
      return "ranks differ: " + shapes(down, up) + " (expected: (r, in) and (out, r))";
    }
    boolean fits =
        up[0] == weight[0]
            && product(up) == up[0] * up[1]
            && product(down) == down[0] * (product(weight) / weight[0])
            && (down.length < 4 || weight.length < 4 || sameKernel(down, weight));
    return fits ? "" : shapes(down, up) + " (expected: to fit " + Arrays.toString(weight) + ")";
  }

  private static boolean sameKernel(long[] down, long[] weight) {
    return Arrays.equals(down, 1, down.length, weight, 1, weight.length);
  }

  private static long product(long[] shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static String shapes(long[] down, long[] up) {
    return "down " + Arrays.toString(down) + ", up " + Arrays.toString(up);
  }
}
