package inkflow.diffusion.weights.config;

import inkflow.diffusion.lcm.BoundaryScalings;
import inkflow.diffusion.lcm.LcmTimesteps;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.lcm.Prediction;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;

/**
 * {@code scheduler/scheduler_config.json}, read for an LCM scheduler, whichever scheduler it was
 * written for: only the fields on training are used, not those on another sampler's steps.
 *
 * @param originSteps length of the list of timesteps that the model was distilled on
 * @param clipRange limit of predicted clean latents; infinite if they are not clipped
 * @param eta share of fresh noise between steps, 0 to 1: sigma = eta s of the next timestep in
 *     equation 12 of Song et al., "Denoising diffusion implicit models". 1 is latent consistency
 *     sampling as in diffusers; with 0 a step adds back the noise that the model predicted, so that
 *     a drawing loses less from step to step
 */
public record SchedulerConfig(
    NoiseSchedule.Betas betas,
    double betaStart,
    double betaEnd,
    int trainSteps,
    boolean zeroTerminalSnr,
    int originSteps,
    double timestepScaling,
    Prediction prediction,
    double clipRange,
    double eta) {

  /** That of Stable Diffusion 1.5 and XL, for checkpoints without one. */
  public static SchedulerConfig stableDiffusion() {
    return new SchedulerConfig(
        NoiseSchedule.Betas.SCALED_LINEAR,
        0.00085,
        0.012,
        1000,
        false,
        50,
        10,
        Prediction.EPSILON,
        Double.POSITIVE_INFINITY,
        1);
  }

  /**
   * Reads and checks a configuration.
   *
   * @throws InvalidModelException naming the field, its value and what is supported
   */
  public static SchedulerConfig read(JsonFile json) {
    String scheduler = json.text("_class_name", "");
    if (scheduler.startsWith("EDM") || scheduler.startsWith("FlowMatch")) {
      throw json.fault("_class_name", scheduler, "a scheduler of Stable Diffusion's noise");
    }
    json.off("trained_betas");
    json.off("thresholding");
    boolean clips = json.flag("clip_sample", false);
    return new SchedulerConfig(
        betas(json),
        json.number("beta_start", 0.00085),
        json.number("beta_end", 0.012),
        json.size("num_train_timesteps", 1000),
        json.flag("rescale_betas_zero_snr", false),
        json.size("original_inference_steps", 50),
        json.number("timestep_scaling", 10),
        prediction(json),
        clips ? json.number("clip_sample_range", 1) : Double.POSITIVE_INFINITY,
        eta(json));
  }

  public NoiseSchedule noiseSchedule() {
    NoiseSchedule schedule = NoiseSchedule.of(betas, betaStart, betaEnd, trainSteps);
    return zeroTerminalSnr ? schedule.rescaledToZeroSnr() : schedule;
  }

  public LcmTimesteps timesteps() {
    return new LcmTimesteps(trainSteps, originSteps);
  }

  public BoundaryScalings scalings() {
    return new BoundaryScalings(timestepScaling);
  }

  private static double eta(JsonFile json) {
    double eta = json.number("eta", 1);
    if (eta >= 0 && eta <= 1) {
      return eta;
    }
    throw json.fault("eta", eta, ">= 0 and <= 1");
  }

  private static NoiseSchedule.Betas betas(JsonFile json) {
    String name = json.text("beta_schedule", "scaled_linear");
    return switch (name) {
      case "scaled_linear" -> NoiseSchedule.Betas.SCALED_LINEAR;
      case "linear" -> NoiseSchedule.Betas.LINEAR;
      case "squaredcos_cap_v2" -> NoiseSchedule.Betas.SQUARED_COSINE;
      default ->
          throw json.fault("beta_schedule", name, "scaled_linear, linear or squaredcos_cap_v2");
    };
  }

  private static Prediction prediction(JsonFile json) {
    String name = json.text("prediction_type", "epsilon");
    for (Prediction prediction : Prediction.values()) {
      if (prediction.configName().equals(name)) {
        return prediction;
      }
    }
    throw json.fault("prediction_type", name, "epsilon, v_prediction or sample");
  }
}
