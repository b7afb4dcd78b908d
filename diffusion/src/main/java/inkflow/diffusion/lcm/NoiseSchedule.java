package inkflow.diffusion.lcm;

/**
 * How much noise a latent carries at each timestep: x_t = a_t x_0 + s_t eps, with a_t =
 * sqrt(abar_t), s_t = sqrt(1 - abar_t) and abar_t = prod_{i <= t} (1 - beta_i).
 *
 * <p>Betas are float32 and their running product is rounded to float32, as in diffusers; against
 * float64 throughout that is a relative difference below 3e-6. Immutable.
 */
public final class NoiseSchedule {

  /** How beta rises from start to end. */
  public enum Betas {
    /** Its square root rises linearly: Stable Diffusion. */
    SCALED_LINEAR,
    /** It rises linearly: DDPM. */
    LINEAR,
    /** abar follows a squared cosine, beta capped at 0.999; start and end are not used. */
    SQUARED_COSINE
  }

  private final float[] alphasCumprod;

  private NoiseSchedule(float[] alphasCumprod) {
    this.alphasCumprod = alphasCumprod;
  }

  /** The schedule of Stable Diffusion 1.x and XL: scaled linear, 0.00085 to 0.012, 1000 steps. */
  public static NoiseSchedule stableDiffusion() {
    return of(Betas.SCALED_LINEAR, 0.00085, 0.012, 1000);
  }

  /**
   * A schedule from its configuration.
   *
   * @param steps training timesteps, usually 1000
   */
  public static NoiseSchedule of(Betas kind, double start, double end, int steps) {
    float[] alphasCumprod = new float[steps];
    double product = 1;
    for (int t = 0; t < steps; t++) {
      product *= 1 - beta(kind, start, end, t, steps);
      alphasCumprod[t] = (float) product;
    }
    return new NoiseSchedule(alphasCumprod);
  }

  /**
   * The same schedule stretched so that its last timestep is pure noise (Lin et al., arXiv
   * 2305.08891, algorithm 1); used if a model's configuration has {@code rescale_betas_zero_snr}.
   */
  public NoiseSchedule rescaledToZeroSnr() {
    int steps = alphasCumprod.length;
    double first = Math.sqrt(alphasCumprod[0]);
    double last = Math.sqrt(alphasCumprod[steps - 1]);
    float[] rescaled = new float[steps];
    for (int t = 0; t < steps; t++) {
      double root = (Math.sqrt(alphasCumprod[t]) - last) * first / (first - last);
      rescaled[t] = (float) (root * root);
    }
    return new NoiseSchedule(rescaled);
  }

  /** Number of training timesteps T; timesteps are 0 to T - 1. */
  public int trainSteps() {
    return alphasCumprod.length;
  }

  /** abar_t: the share of the picture in the signal's energy. */
  public float alphaCumprod(int t) {
    return alphasCumprod[t];
  }

  /** a_t = sqrt(abar_t): what the clean latent is multiplied by. */
  public float signal(int t) {
    return (float) Math.sqrt(alphasCumprod[t]);
  }

  /** s_t = sqrt(1 - abar_t): what the noise is multiplied by. */
  public float noise(int t) {
    return (float) Math.sqrt(1 - alphasCumprod[t]);
  }

  /** x_t = a_t x_0 + s_t eps, into a new array. */
  public float[] addNoise(float[] original, float[] noise, int t) {
    float a = signal(t);
    float s = noise(t);
    float[] noisy = new float[original.length];
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] = a * original[i] + s * noise[i];
    }
    return noisy;
  }

  private static float beta(Betas kind, double start, double end, int t, int steps) {
    return switch (kind) {
      case SCALED_LINEAR -> {
        float root = linspace(Math.sqrt(start), Math.sqrt(end), t, steps);
        yield root * root;
      }
      case LINEAR -> linspace(start, end, t, steps);
      case SQUARED_COSINE -> {
        double ratio = cosine((t + 1.0) / steps) / cosine((double) t / steps);
        yield (float) Math.min(1 - ratio, 0.999);
      }
    };
  }

  private static double cosine(double part) {
    double root = Math.cos((part + 0.008) / 1.008 * Math.PI / 2);
    return root * root;
  }

  /** Point t of torch.linspace in float32, which counts from the nearer end. */
  private static float linspace(double start, double end, int t, int steps) {
    float from = (float) start;
    float to = (float) end;
    float step = (to - from) / (steps - 1);
    return t < steps / 2 ? from + step * t : to - step * (steps - 1 - t);
  }
}
