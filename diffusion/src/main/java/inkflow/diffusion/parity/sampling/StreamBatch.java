package inkflow.diffusion.parity.sampling;

import inkflow.diffusion.lcm.BoundaryScalings;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.lcm.LcmStep;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.lcm.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A stream of pictures, n of which are denoised at once in a pipeline: each is one step ahead of
 * the next picture, and every new picture takes one UNet call (Kodaira et al., StreamDiffusion,
 * arXiv 2312.12491, section 3.1). At timesteps t_1 &gt; ... &gt; t_n, with a, s of {@link
 * NoiseSchedule} and one stored noise eps_i for every step:
 *
 * <pre>
 *   rows       x_1 = a_1 z + s_1 eps_1 for the picture z that comes in, then the buffer x_2 ... x_n
 *   denoised   D_i = c_out (x_i - s_i e_i) / a_i + c_skip x_i            D_n goes out
 *   buffer     x_{i+1} = a_{i+1} D_i + s_{i+1} eps_{i+1}                 zero at the start
 *   residual   r_1 = eps_1 where n &gt; 1, and r_{i+1} = r'_i of the call before, zero at the start
 *              q_i = D_i with s_i r_i for x_i
 *              r'_i = eps_{i+1} + a_{i+1} q_i / s_{i+1}                  r'_n = eps_1 + q_n
 * </pre>
 *
 * <p>The result of a call is the picture that came in n - 1 calls earlier; drop the first n - 1
 * results. Latents are float32 in any layout, all of one size. A call is {@link #rows}, {@link
 * #guide}, {@link #advance}, in this order. One thread.
 */
final class StreamBatch {

  /**
   * One row of a call.
   *
   * @param negative whether it runs with the negative prompt; these rows come first
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Row(float[] latent, int timestep, boolean negative) {}

  private final NoiseSchedule schedule;
  private final int[] timesteps;
  private final LcmStep[] steps;
  private final float[][] noise;
  private final ResidualGuidance guidance;
  private final boolean addsNoise;
  private final float[][] latents;
  private final float[][] residuals;

  /**
   * A stream that has seen no picture yet.
   *
   * @param timesteps falling; n of them
   * @param noise eps_1 to eps_n; not copied, so don't write to it
   * @param addsNoise whether fresh noise is added between steps; if not, x_{i+1} = a_{i+1} D_i
   */
  public StreamBatch(
      NoiseSchedule schedule,
      BoundaryScalings scalings,
      int[] timesteps,
      float[][] noise,
      ResidualGuidance guidance,
      boolean addsNoise) {
    if (noise.length != timesteps.length) {
      throw new IllegalArgumentException(
          "noise: "
              + noise.length
              + " latents (expected: one for each of "
              + timesteps.length
              + ")");
    }
    this.schedule = schedule;
    this.timesteps = timesteps.clone();
    this.steps = LcmStep.run(schedule, scalings, Prediction.EPSILON, timesteps);
    this.noise = noise.clone();
    this.guidance = guidance;
    this.addsNoise = addsNoise;
    this.latents = new float[timesteps.length][noise[0].length];
    this.residuals = new float[timesteps.length][noise[0].length];
  }

  /** The rows of one UNet call, including a new picture's latent z at its first step. */
  public List<Row> rows(float[] picture) {
    latents[0] = schedule.addNoise(picture, noise[0], timesteps[0]);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < guidance.negativeRows(steps.length); i++) {
      rows.add(new Row(latents[i], timesteps[i], true));
    }
    for (int i = 0; i < steps.length; i++) {
      rows.add(new Row(latents[i], timesteps[i], false));
    }
    return rows;
  }

  /**
   * The guided prediction of each step.
   *
   * @param outputs of the UNet for {@link #rows}, in their order
   * @return n predictions
   */
  public float[][] guide(List<float[]> outputs) {
    shiftResiduals();
    int negative = guidance.negativeRows(steps.length);
    List<float[]> conditional = outputs.subList(negative, outputs.size());
    if (!guidance.guides()) {
      return conditional.toArray(float[][]::new);
    }
    if (guidance.kind() == ResidualGuidance.Kind.INITIALIZE) {
      residuals[0] = outputs.get(0);
    }
    float[][] guided = new float[steps.length][];
    for (int i = 0; i < steps.length; i++) {
      float[] unconditional =
          guidance.kind() == ResidualGuidance.Kind.FULL
              ? outputs.get(i)
              : times(guidance.delta(), residuals[i]);
      guided[i] = Guidance.combine(unconditional, conditional.get(i), guidance.scale());
    }
    return guided;
  }

  /** When a picture advances a step, its residual moves with it. */
  private void shiftResiduals() {
    if (steps.length > 1) {
      System.arraycopy(residuals, 0, residuals, 1, steps.length - 1);
      residuals[0] = noise[0];
    }
  }

  /**
   * Advances every picture by one step.
   *
   * @param guided from {@link #guide}
   * @return the denoised latent of the picture that finished its last step
   */
  public float[] advance(float[][] guided) {
    if (guidance.followsResiduals()) {
      for (int i = 0; i < steps.length; i++) {
        residuals[i] = nextResidual(i, guided[i]);
      }
    }
    int last = steps.length - 1;
    float[] out = steps[last].denoise(latents[last], guided[last]);
    for (int i = last - 1; i >= 0; i--) {
      float[] denoised = steps[i].denoise(latents[i], guided[i]);
      latents[i + 1] =
          addsNoise
              ? steps[i].next(denoised, noise[i + 1])
              : times(steps[i].nextSignal(), denoised);
    }
    return out;
  }

  /** r'_i. For the last step the divisor is 1 instead of its noise 0. */
  private float[] nextResidual(int i, float[] guided) {
    LcmStep step = steps[i];
    float[] denoised = step.denoise(times(schedule.noise(timesteps[i]), residuals[i]), guided);
    float share = step.isLast() ? 1 : step.nextSignal() / step.nextNoise();
    float[] eps = noise[(i + 1) % steps.length];
    float[] next = new float[eps.length];
    for (int k = 0; k < next.length; k++) {
      next[k] = eps[k] + share * denoised[k];
    }
    return next;
  }

  private static float[] times(double factor, float[] values) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) factor * values[i];
    }
    return scaled;
  }

  /** x_2 to x_n, as they enter the next call. */
  public float[][] buffer() {
    return Arrays.copyOfRange(latents, 1, latents.length);
  }

  /** r' of each step after the last call. */
  public float[][] residuals() {
    return residuals.clone();
  }
}
