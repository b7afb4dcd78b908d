package inkflow.diffusion.lcm;

/**
 * Which part of a picture is repainted.
 *
 * @param values height x width, row by row: 1 is repainted, 0 is kept; not copied, so don't write
 *     to it
 */
@SuppressWarnings("ArrayRecordComponent")
public record RepaintMask(int height, int width, float[] values) {

  public RepaintMask {
    if (values.length != height * width) {
      throw new IllegalArgumentException(
          "values: %d (expected: %d x %d)".formatted(values.length, height, width));
    }
  }

  /**
   * Thresholds brightness at one half.
   *
   * @param grey height x width, 0 is black and kept, 1 is white and repainted
   */
  public static RepaintMask of(int height, int width, float[] grey) {
    float[] values = new float[grey.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = grey[i] >= 0.5f ? 1 : 0;
    }
    return new RepaintMask(height, width, values);
  }

  /** The mask of a latent: nearest-neighbour scaling, with torch's rounding. */
  public RepaintMask scaled(int toHeight, int toWidth) {
    float[] scaled = new float[toHeight * toWidth];
    for (int i = 0; i < scaled.length; i++) {
      int row = i / toWidth * height / toHeight;
      int column = i % toWidth * width / toWidth;
      scaled[i] = values[row * width + column];
    }
    return new RepaintMask(toHeight, toWidth, scaled);
  }
}
