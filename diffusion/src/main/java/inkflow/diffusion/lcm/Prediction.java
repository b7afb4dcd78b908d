package inkflow.diffusion.lcm;

/** What a UNet's output stands for; {@code prediction_type} of a scheduler's configuration. */
public enum Prediction {
  /** The noise: x_0 = (x - s e) / a. */
  EPSILON("epsilon"),
  /** The velocity (Salimans and Ho, arXiv 2202.00512): x_0 = a x - s v. */
  V_PREDICTION("v_prediction"),
  /** The clean latent itself. */
  SAMPLE("sample");

  private final String configName;

  Prediction(String configName) {
    this.configName = configName;
  }

  /** Its name in configuration files. */
  public String configName() {
    return configName;
  }
}
