package inkflow.diffusion.parity.sampling;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.lcm.LcmStep;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.config.SchedulerConfig;

/** The one step that diffusers checks its own scheduler by, with published sums. */
public final class PortableStepKind implements KindRunner {

  @Override
  public void run(ParityCase golden, Findings findings) {
    SchedulerConfig config = golden.scheduler(golden.json());
    double most = golden.json().path("tolerance").path("abs").asDouble();
    int[] timesteps = config.timesteps().fromNoise(1);
    LcmStep[] steps =
        LcmStep.run(config.noiseSchedule(), config.scalings(), config.prediction(), timesteps);
    for (String call : golden.calls()) {
      float[] sample = golden.floats("in." + call + ".sample");
      float[] output = golden.floats("in." + call + ".model_output");
      float[] got = steps[0].denoise(sample, output, config.clipRange());
      findings.compareAbsolutely("out." + call + ".prev_sample", got, most);
      compareSums(golden.json().path("expected"), got, most, findings);
    }
  }

  private static void compareSums(JsonNode expected, float[] got, double most, Findings findings) {
    double sum = 0;
    for (float value : got) {
      sum += Math.abs(value);
    }
    findings.within("sum_abs", Math.abs(sum - expected.get("sum_abs").asDouble()), most);
    double mean = sum / got.length;
    findings.within("mean_abs", Math.abs(mean - expected.get("mean_abs").asDouble()), most);
  }
}
