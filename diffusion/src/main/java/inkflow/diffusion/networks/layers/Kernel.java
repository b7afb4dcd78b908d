package inkflow.diffusion.networks.layers;

/**
 * A convolution with a square kernel.
 *
 * @param name of its module in the checkpoint
 * @param in channels, as {@code out}
 * @param size of the kernel
 * @param side of the pictures that it mostly sees, in pixels: a hint for its layout in memory
 */
public record Kernel(
    String name, int in, int out, int size, int stride, int padding, boolean bias, int side) {
  private static final int USUAL_SIDE = 32;

  /** 3x3, same size out. */
  public static Kernel three(String name, int in, int out) {
    return new Kernel(name, in, out, 3, 1, 1, true, USUAL_SIDE);
  }

  /** 1x1. */
  public static Kernel one(String name, int in, int out) {
    return new Kernel(name, in, out, 1, 1, 0, true, USUAL_SIDE);
  }

  public Kernel withStride(int steps) {
    return new Kernel(name, in, out, size, steps, padding, bias, side);
  }

  public Kernel withPadding(int pixels) {
    return new Kernel(name, in, out, size, stride, pixels, bias, side);
  }

  public Kernel withoutBias() {
    return new Kernel(name, in, out, size, stride, padding, false, side);
  }

  public Kernel forSide(int pixels) {
    return new Kernel(name, in, out, size, stride, padding, bias, pixels);
  }
}
