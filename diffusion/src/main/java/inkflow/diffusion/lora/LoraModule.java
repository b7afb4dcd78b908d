package inkflow.diffusion.lora;

import inkflow.diffusion.lora.kinds.WeightDelta;

/**
 * An adapter's change of one parameter of a module: W + scale x delta. Immutable.
 *
 * @param module name of the module in diffusers, without its part
 * @param parameter "weight" or "bias"
 * @param weightShape of the parameter: (out), (out, in) or (out, in, k, k)
 * @param rank 0 for a kind without
 * @param scale alpha / rank; 1 when the file names no alpha, or the kind has none
 */
public record LoraModule(
    ModelPart part,
    String module,
    String parameter,
    TargetShape weightShape,
    WeightDelta delta,
    int rank,
    double scale) {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  /**
   * A weight seen as a matrix.
   *
   * @param out rows
   * @param in columns: input channels times the kernel's area; 1 for a vector
   * @param kernel side of the kernel; 0 for a linear layer or a vector
   */
  public record TargetShape(int out, int in, int kernel) {
    static TargetShape of(long[] shape) {
      int in = 1;
      for (int i = 1; i < shape.length; i++) {
        in = Math.toIntExact(in * shape[i]);
      }
      return new TargetShape(
          Math.toIntExact(shape[0]), in, shape.length == 4 ? Math.toIntExact(shape[2]) : 0);
    }

    /** (out, in, area of the kernel). */
    long[] channels() {
      int area = Math.max(1, kernel * kernel);
      return new long[] {out, in / area, area};
    }
  }

  /** {@code alpha}, which is divided by the rank to get the scale. */
  public double alpha() {
    return scale * rank;
  }

  /** What it changes, in its part: {@code mid_block.resnets.0.conv1.weight}. */
  public String weightName() {
    return module + "." + parameter;
  }
}
