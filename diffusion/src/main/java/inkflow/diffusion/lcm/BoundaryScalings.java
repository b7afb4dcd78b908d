package inkflow.diffusion.lcm;

/**
 * The consistency function's boundary scalings, which make it the identity at t = 0: with u =
 * timestepScaling t, c_skip = sigma^2 / (u^2 + sigma^2) and c_out = u / sqrt(u^2 + sigma^2), sigma
 * = 0.5. At every timestep used in practice c_skip is below 7e-6.
 *
 * @param timestepScaling 10 in every published model
 */
public record BoundaryScalings(double timestepScaling) {
  private static final double SIGMA = 0.5;

  public static BoundaryScalings standard() {
    return new BoundaryScalings(10);
  }

  /** c_skip: the factor of the model's input. */
  public double skip(int t) {
    double u = timestepScaling * t;
    return SIGMA * SIGMA / (u * u + SIGMA * SIGMA);
  }

  /** c_out: the factor of the predicted clean latent. */
  public double out(int t) {
    double u = timestepScaling * t;
    return u / Math.sqrt(u * u + SIGMA * SIGMA);
  }
}
