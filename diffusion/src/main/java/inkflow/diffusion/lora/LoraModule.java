package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.TensorView;

/**
 * An adapter's change of one module: W + scale B A. Immutable.
 *
 * @param module name of the module in diffusers, without its part
 * @param weightShape of the module's weight: (out, in) or (out, in, k, k)
 * @param down A: (rank, in) or (rank, in, k, k)
 * @param up B: (out, rank) or (out, rank, 1, 1)
 * @param scale alpha / rank; 1 when the file names no alpha
 */
public record LoraModule(
    ModelPart part,
    String module,
    TargetShape weightShape,
    TensorView down,
    TensorView up,
    int rank,
    double scale) {

  /**
   * A weight seen as a matrix.
   *
   * @param out rows
   * @param in columns: input channels times the kernel's area
   * @param kernel side of the kernel; 0 for a linear layer
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
  }

  /** {@code alpha}, which is divided by the rank to get the scale. */
  public double alpha() {
    return scale * rank;
  }

  /** The weight it changes, in its part: {@code mid_block.resnets.0.conv1.weight}. */
  public String weightName() {
    return module + ".weight";
  }
}
