package inkflow.diffusion.parity.golden;

/**
 * How much values differ from the expected ones. NaN counts as an infinite difference.
 *
 * @param relativeL2 |got - want| / |want|
 * @param largestOverLargest largest difference / largest |want|
 * @param largest largest difference
 */
public record Difference(double relativeL2, double largestOverLargest, double largest) {

  /** The difference of two arrays of equal length. */
  public static Difference between(double[] got, double[] want) {
    double squares = 0;
    double wantedSquares = 0;
    double largest = 0;
    double largestWanted = 0;
    for (int i = 0; i < want.length; i++) {
      double difference = Math.abs(got[i] - want[i]);
      if (Double.isNaN(difference)) {
        difference = Double.POSITIVE_INFINITY;
      }
      squares += difference * difference;
      wantedSquares += want[i] * want[i];
      largest = Math.max(largest, difference);
      largestWanted = Math.max(largestWanted, Math.abs(want[i]));
    }
    return new Difference(
        ratio(Math.sqrt(squares), Math.sqrt(wantedSquares)),
        ratio(largest, largestWanted),
        largest);
  }

  /** Like {@link #between(double[], double[])}, for floats. */
  public static Difference between(float[] got, float[] want) {
    return between(widened(got), widened(want));
  }

  static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double ratio(double difference, double size) {
    return difference == 0 ? 0 : difference / size;
  }
}
