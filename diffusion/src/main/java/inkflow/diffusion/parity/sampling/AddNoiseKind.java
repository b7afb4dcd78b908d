package inkflow.diffusion.parity.sampling;

import inkflow.diffusion.lcm.BoundaryScalings;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.parity.golden.Findings;
import inkflow.diffusion.parity.golden.KindRunner;
import inkflow.diffusion.parity.golden.ParityCase;
import inkflow.diffusion.weights.config.SchedulerConfig;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** The noise schedule's tables, and noise put on latents. */
public final class AddNoiseKind implements KindRunner {
  private static final String TABLE = "out.table.";

  @Override
  public void run(ParityCase golden, Findings findings) {
    SchedulerConfig config = golden.scheduler(golden.json());
    NoiseSchedule schedule = config.noiseSchedule();
    BoundaryScalings scalings = config.scalings();
    for (String table : golden.names(TABLE)) {
      IntToDoubleFunction entry =
          switch (table) {
            case "alphas_cumprod" -> schedule::alphaCumprod;
            case "sqrt_alpha" -> schedule::signal;
            case "sqrt_one_minus_alpha" -> schedule::noise;
            case "c_skip" -> scalings::skip;
            case "c_out" -> scalings::out;
            default -> throw new UnsupportedOperationException("not supported yet: " + table);
          };
      double[] got = new double[golden.tensor(TABLE + table).elements()];
      Arrays.setAll(got, entry);
      findings.compare(TABLE + table, got);
    }
    for (String call : golden.calls()) {
      if (golden.has("in." + call + ".original")) {
        findings.compare("out." + call + ".noisy", noisy(golden, "in." + call + ".", schedule));
      }
    }
  }

  /** Every row gets the noise of its own timestep. */
  private static float[] noisy(ParityCase golden, String in, NoiseSchedule schedule) {
    float[] original = golden.floats(in + "original");
    float[] noise = golden.floats(in + "noise");
    long[] timesteps = golden.tensor(in + "timesteps").toLongs();
    int length = original.length / timesteps.length;
    float[] noisy = new float[original.length];
    for (int i = 0; i < timesteps.length; i++) {
      int from = i * length;
      float[] row =
          schedule.addNoise(
              Arrays.copyOfRange(original, from, from + length),
              Arrays.copyOfRange(noise, from, from + length),
              Math.toIntExact(timesteps[i]));
      System.arraycopy(row, 0, noisy, from, length);
    }
    return noisy;
  }
}
