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
      int[] timesteps = timesteps(config.timesteps(), call.getValue());
      String name = "out." + call.getKey() + ".timesteps";
      long[] want = findings.expected(name).toLongs();
      findings.require(
          Arrays.equals(Arrays.stream(timesteps).asLongStream().toArray(), want),
          name + ": " + Arrays.toString(timesteps) + " (expected: " + Arrays.toString(want) + ")");
      compareSteps(golden, call.getKey(), config, timesteps, findings);
    }
  }

  private static int[] timesteps(LcmTimesteps timesteps, JsonNode asked) {
    if (asked.has("timesteps_in")) {
      return timesteps.custom(ScheduleKind.ints(asked.get("timesteps_in")));
    }
    int steps = asked.get("steps").asInt();
    return asked.has("slice_strength")
        ? timesteps.sliced(steps, asked.get("slice_strength").asDouble())
        : timesteps.withStrength(steps, asked.path("strength").asDouble(1));
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
      float[] noise = steps[i].isLast() ? new float[0] : golden.floats(in + "noise." + i);
      sample = steps[i].next(denoised, noise);
      findings.compare("out." + call + ".denoised." + i, denoised);
      findings.compare("out." + call + ".prev_sample." + i, sample);
    }
  }
}
