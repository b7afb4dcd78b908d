package inkflow.diffusion.networks.layers;

/**
 * A convolution with a square kernel.
 *
 * @param name of its module in the checkpoint
 * @param in channels, as {@code out}
 * @param size of the kernel
 */
public record Kernel(
    String name, int in, int out, int size, int stride, int padding, boolean bias) {

  /** 3x3, same size out. */
  public static Kernel three(String name, int in, int out) {
    return new Kernel(name, in, out, 3, 1, 1, true);
  }

  /** 1x1. */
  public static Kernel one(String name, int in, int out) {
    return new Kernel(name, in, out, 1, 1, 0, true);
  }

  public Kernel withStride(int steps) {
    return new Kernel(name, in, out, size, steps, padding, bias);
  }

  public Kernel withPadding(int pixels) {
    return new Kernel(name, in, out, size, stride, pixels, bias);
  }

  public Kernel withoutBias() {
    return new Kernel(name, in, out, size, stride, padding, false);
  }
}
