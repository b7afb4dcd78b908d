package inkflow.diffusion.lcm;

/**
 * One step of latent consistency sampling. With model input x, model output e and fresh noise z,
 *
 * <pre>
 *   denoised = c_out x_0 + c_skip x        where x_0 = cleanFromSample x + cleanFromOutput e
 *            = sampleCoefficient x + outputCoefficient e
 *   next     = nextSignal denoised + nextNoise z        (the last step: next = denoised, no noise)
 * </pre>
 *
 * so a step is four numbers, and each row of a batch may be at a different step. Two more numbers
 * give the noise that the model found in x, which may be used instead of z.
 *
 * @param signal a at the step's timestep
 * @param noise s there
 * @param cleanFromSample coefficient of x in the predicted clean latent x_0
 * @param cleanFromOutput coefficient of e in x_0
 * @param skip c_skip of {@link BoundaryScalings}
 * @param out c_out of {@link BoundaryScalings}
 * @param nextSignal a at the next timestep; 1 on the last step
 * @param nextNoise s at the next timestep; 0 on the last step
 */
public record LcmStep(
    double signal,
    double noise,
    double cleanFromSample,
    double cleanFromOutput,
    double skip,
    double out,
    float nextSignal,
    float nextNoise) {

  /**
   * The step at timestep t.
   *
   * @param next the next timestep of the run, or -1 on the last step
   */
  public static LcmStep of(
      NoiseSchedule schedule, BoundaryScalings scalings, Prediction prediction, int t, int next) {
    double a = schedule.signal(t);
    double s = schedule.noise(t);
    double fromSample =
        switch (prediction) {
          case EPSILON -> 1 / a;
          case V_PREDICTION -> a;
          case SAMPLE -> 0;
        };
    double fromOutput =
        switch (prediction) {
          case EPSILON -> -s / a;
          case V_PREDICTION -> -s;
          case SAMPLE -> 1;
        };
    boolean last = next < 0;
    return new LcmStep(
        a,
        s,
        fromSample,
        fromOutput,
        scalings.skip(t),
        scalings.out(t),
        last ? 1 : schedule.signal(next),
        last ? 0 : schedule.noise(next));
  }

  /** Coefficient of the model's input in the denoised latent. */
  float sampleCoefficient() {
    return (float) (out * cleanFromSample + skip);
  }

  /** Coefficient of the model's output in the denoised latent. */
  float outputCoefficient() {
    return (float) (out * cleanFromOutput);
  }

  /** The steps of a whole run over falling timesteps. */
  public static LcmStep[] run(
      NoiseSchedule schedule, BoundaryScalings scalings, Prediction prediction, int... timesteps) {
    LcmStep[] steps = new LcmStep[timesteps.length];
    for (int i = 0; i < steps.length; i++) {
      int next = i + 1 < steps.length ? timesteps[i + 1] : -1;
      steps[i] = of(schedule, scalings, prediction, timesteps[i], next);
    }
    return steps;
  }

  /** Whether this step ends the run: its denoised latent is the result. */
  public boolean isLast() {
    return nextNoise == 0;
  }

  /** The denoised latent, into a new array. */
  public float[] denoise(float[] sample, float[] output) {
    float x = sampleCoefficient();
    float e = outputCoefficient();
    float[] denoised = new float[sample.length];
    for (int i = 0; i < denoised.length; i++) {
      denoised[i] = x * sample[i] + e * output[i];
    }
    return denoised;
  }

  /**
   * Like {@link #denoise(float[], float[])}, with x_0 clipped to [-range, range] ({@code
   * clip_sample}).
   */
  public float[] denoise(float[] sample, float[] output, double range) {
    if (range == Double.POSITIVE_INFINITY) {
      return denoise(sample, output);
    }
    float[] denoised = new float[sample.length];
    for (int i = 0; i < denoised.length; i++) {
      double clean = cleanFromSample * sample[i] + cleanFromOutput * output[i];
      denoised[i] = (float) (out * Math.max(-range, Math.min(range, clean)) + skip * sample[i]);
    }
    return denoised;
  }

  /** The noise found in a sample: (x - a denoised) / s, into a new array. */
  public float[] found(float[] sample, float[] denoised) {
    float[] found = new float[sample.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = (float) ((sample[i] - signal * denoised[i]) / noise);
    }
    return found;
  }

  /** The latent at the next timestep, into a new array; noise is not read on the last step. */
  public float[] next(float[] denoised, float[] noise) {
    if (isLast()) {
      return denoised.clone();
    }
    float[] next = new float[denoised.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = nextSignal * denoised[i] + nextNoise * noise[i];
    }
    return next;
  }
}
