package inkflow.diffusion.parity.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lcm.LcmStep;
import inkflow.diffusion.lcm.LcmTimesteps;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.config.SchedulerConfig;
import java.util.Arrays;
import java.util.Map;

/** Runs of sampling steps with model outputs and noise that the case gives. */
public final class LcmStepKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    for (Map.Entry<String, JsonNode> call : golden.json().path("calls").properties()) {
      SchedulerConfig config = golden.scheduler(call.getValue());
      int[] timesteps = timesteps(config, call.getValue());
      String name = "out." + call.getKey() + ".timesteps";
      long[] want = findings.expected(name).toLongs();
      findings.require(
          Arrays.equals(Arrays.stream(timesteps).asLongStream().toArray(), want),
          name + ": " + Arrays.toString(timesteps) + " (expected: " + Arrays.toString(want) + ")");
      compareSteps(golden, call.getKey(), config, timesteps, findings);
    }
  }

  /** The scheduler's list, cut by its own strength, then by the pipeline's. */
  private static int[] timesteps(SchedulerConfig config, JsonNode asked) {
    int originSteps =
        asked
            .path("original")
            .asInt(asked.path("original_inference_steps").asInt(config.originSteps()));
    LcmTimesteps timesteps = new LcmTimesteps(config.trainSteps(), originSteps);
    double strength = asked.path("strength").asDouble(1);
    String byHand = asked.has("timesteps_in") ? "timesteps_in" : "custom_timesteps";
    int[] own =
        asked.has(byHand)
            ? timesteps.custom(strength, ScheduleKind.ints(asked.get(byHand)))
            : timesteps.withStrength(asked.get("steps").asInt(), strength);
    return LcmTimesteps.lastOf(own, asked.path("slice_strength").asDouble(1));
  }

  /**
   * The next latent. If strength has cut timesteps by hand, diffusers doesn't know that the last
   * one is the last, and adds noise at its own timestep again.
   */
  private static float[] noisy(LcmStep step, float[] denoised, float[] noise) {
    if (!step.isLast()) {
      return step.next(denoised, noise);
    }
    float[] next = new float[denoised.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = (float) (step.signal() * denoised[i] + step.noise() * noise[i]);
    }
    return next;
  }

  private static void compareSteps(
      ParityCase golden, String call, SchedulerConfig config, int[] timesteps, Findings findings) {
    LcmStep[] steps =
        LcmStep.run(config.noiseSchedule(), config.scalings(), config.prediction(), timesteps);
    String in = "in." + call + ".";
    float[] sample = golden.floats(in + "sample");
    for (int i = 0; i < steps.length; i++) {
      float[] output = golden.floats(in + "model_output." + i);
      float[] denoised = steps[i].denoise(sample, output, config.clipRange());
      findings.compare("out." + call + ".denoised." + i, denoised);
      sample =
          golden.has(in + "noise." + i)
              ? noisy(steps[i], denoised, golden.floats(in + "noise." + i))
              : steps[i].next(denoised, new float[0]);
      findings.compare("out." + call + ".prev_sample." + i, sample);
    }
  }
}
