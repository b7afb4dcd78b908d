package inkflow.diffusion.parity.sampling;

/**
 * A stand-in for a UNet: e = M x over the channels + (t / 1000) u + mean(context) v.
 *
 * @param matrix M, channels x channels
 * @param byTimestep u, one for each channel
 * @param byContext v, one for each channel
 */
@SuppressWarnings("ArrayRecordComponent")
record LinearNetwork(float[] matrix, float[] byTimestep, float[] byContext) {

  /**
   * @param latent channels x pixels
   */
  float[] predict(float[] latent, int timestep, float[] context) {
    int channels = byTimestep.length;
    int pixels = latent.length / channels;
    float[] output = new float[latent.length];
    for (int to = 0; to < channels; to++) {
      double same = timestep / 1000.0 * byTimestep[to] + mean(context) * byContext[to];
      for (int pixel = 0; pixel < pixels; pixel++) {
        double sum = same;
        for (int from = 0; from < channels; from++) {
          sum += matrix[to * channels + from] * latent[from * pixels + pixel];
        }
        output[to * pixels + pixel] = (float) sum;
      }
    }
    return output;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
