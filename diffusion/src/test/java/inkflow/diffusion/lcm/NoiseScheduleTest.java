package inkflow.diffusion.lcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import inkflow.diffusion.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseScheduleTest {
  private static final Golden GOLDEN = Golden.of("add-noise");
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.stableDiffusion();

  @Test
  void tablesAreThoseOfDiffusers() {
    float[] cumprod = GOLDEN.floats("out.table.alphas_cumprod");
    float[] signal = GOLDEN.floats("out.table.sqrt_alpha");
    float[] noise = GOLDEN.floats("out.table.sqrt_one_minus_alpha");
    for (int t = 0; t < 1000; t++) {
      assertThat(SCHEDULE.alphaCumprod(t)).isCloseTo(cumprod[t], within(2e-7f * cumprod[t]));
      assertThat(SCHEDULE.signal(t)).isCloseTo(signal[t], within(2e-7f * signal[t]));
      assertThat(SCHEDULE.noise(t)).isCloseTo(noise[t], within(2e-7f * noise[t]));
    }
  }

  @Test
  void boundaryScalingsAreThoseOfDiffusers() {
    double[] skip = GOLDEN.tensor("out.table.c_skip").toDoubles();
    double[] out = GOLDEN.tensor("out.table.c_out").toDoubles();
    for (int t = 0; t < 1000; t++) {
      assertThat(BoundaryScalings.standard().skip(t)).isCloseTo(skip[t], within(1e-12));
      assertThat(BoundaryScalings.standard().out(t)).isCloseTo(out[t], within(1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"b0", "b1"})
  void everyRowGetsTheNoiseOfItsTimestep(String call) {
    long[] timesteps = GOLDEN.tensor("in." + call + ".timesteps").toLongs();
    float[] original = GOLDEN.floats("in." + call + ".original");
    float[] noise = GOLDEN.floats("in." + call + ".noise");
    float[] want = GOLDEN.floats("out." + call + ".noisy");
    int row = want.length / timesteps.length;
    for (int i = 0; i < timesteps.length; i++) {
      float[] got =
          SCHEDULE.addNoise(part(original, i, row), part(noise, i, row), (int) timesteps[i]);
      assertThat(Golden.relativeError(got, part(want, i, row))).isLessThan(5e-6);
    }
  }

  @Test
  void rescaledScheduleEndsInPureNoise() {
    NoiseSchedule rescaled = SCHEDULE.rescaledToZeroSnr();
    assertThat(rescaled.alphaCumprod(999)).isZero();
    assertThat(rescaled.alphaCumprod(0)).isCloseTo(SCHEDULE.alphaCumprod(0), within(1e-6f));
  }

  private static float[] part(float[] values, int row, int length) {
    return Arrays.copyOfRange(values, row * length, (row + 1) * length);
  }
}
