package inkflow.diffusion.networks;

/**
 * How far a tensor is from the one it should be.
 *
 * @param relativeL2 |got - want| / |want|
 * @param largestOverLargest largest difference / largest |want|
 */
record Errors(double relativeL2, double largestOverLargest) {

  static Errors between(float[] got, float[] want) {
    double difference = 0;
    double norm = 0;
    double largest = 0;
    double largestWanted = 0;
    for (int i = 0; i < want.length; i++) {
      double d = (double) got[i] - want[i];
      difference += d * d;
      norm += (double) want[i] * want[i];
      largest = Math.max(largest, Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.abs(d));
      largestWanted = Math.max(largestWanted, Math.abs(want[i]));
    }
    return new Errors(Math.sqrt(difference / norm), largest / largestWanted);
  }
}
