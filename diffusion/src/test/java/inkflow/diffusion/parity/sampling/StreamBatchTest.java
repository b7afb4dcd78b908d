package inkflow.diffusion.parity.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import inkflow.diffusion.lcm.BoundaryScalings;
import inkflow.diffusion.lcm.LcmStep;
import inkflow.diffusion.lcm.LcmTimesteps;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.lcm.Prediction;
import inkflow.diffusion.parity.sampling.ResidualGuidance.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the meaning of the values; {@code check-parity} on the stream case tests the numbers. */
class StreamBatchTest {
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.stableDiffusion();
  private static final int[] TIMESTEPS = LcmTimesteps.standard().ofIndexes(18, 26, 35, 45);
  private final Random random = new Random(5);
  private final float[][] noise = {latent(), latent(), latent(), latent()};

  private float[] latent() {
    float[] values = new float[12];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private StreamBatch stream(Kind kind, double scale) {
    return new StreamBatch(
        SCHEDULE,
        BoundaryScalings.standard(),
        TIMESTEPS,
        noise,
        new ResidualGuidance(kind, scale, 1),
        true);
  }

  /** Any function of one row will do as a network. */
  private static float[] predict(float[] latent, int timestep) {
    float[] output = latent.clone();
    for (int i = 0; i < output.length; i++) {
      output[i] = 0.6f * output[i] + timestep / 2000f;
    }
    return output;
  }

  private static float[] call(StreamBatch stream, float[] picture) {
    List<float[]> outputs = new ArrayList<>();
    for (StreamBatch.Row row : stream.rows(picture)) {
      outputs.add(predict(row.latent(), row.timestep()));
    }
    return stream.advance(stream.guide(outputs));
  }

  @Test
  void aPictureComesOutAfterItsLastStepAsIfItHadBeenAlone() {
    StreamBatch stream = stream(Kind.NONE, 1);
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      pictures.add(latent());
      float[] out = call(stream, pictures.get(i));
      if (i >= 3) {
        assertThat(out).containsExactly(alone(pictures.get(i - 3)), within(1e-5f));
      }
    }
  }

  private float[] alone(float[] picture) {
    LcmStep[] steps =
        LcmStep.run(SCHEDULE, BoundaryScalings.standard(), Prediction.EPSILON, TIMESTEPS);
    float[] latent = SCHEDULE.addNoise(picture, noise[0], TIMESTEPS[0]);
    for (int i = 0; i < steps.length; i++) {
      float[] denoised = steps[i].denoise(latent, predict(latent, TIMESTEPS[i]));
      latent = steps[i].next(denoised, noise[(i + 1) % noise.length]);
    }
    return latent;
  }

  @ParameterizedTest
  @CsvSource({"NONE, 1.4, 4", "SELF, 1.4, 4", "INITIALIZE, 1.4, 5", "FULL, 1.4, 8", "FULL, 1, 4"})
  void residualGuidanceSavesRows(Kind kind, double scale, int rows) {
    assertThat(stream(kind, scale).rows(latent())).hasSize(rows);
  }

  @Test
  void rowsOfTheNegativePromptComeFirst() {
    List<StreamBatch.Row> rows = stream(Kind.INITIALIZE, 1.4).rows(latent());
    assertThat(rows.stream().map(StreamBatch.Row::negative))
        .containsExactly(true, false, false, false, false);
    assertThat(rows.stream().map(StreamBatch.Row::timestep))
        .containsExactly(639, 639, 479, 299, 99);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void guidanceOfOneChangesNothing(Kind kind) {
    StreamBatch plain = stream(Kind.NONE, 1);
    StreamBatch guided = stream(kind, 1);
    for (int i = 0; i < 6; i++) {
      float[] picture = latent();
      assertThat(call(guided, picture)).isEqualTo(call(plain, picture));
    }
  }

  @Test
  void everyStepNeedsItsNoise() {
    assertThatThrownBy(
            () ->
                new StreamBatch(
                    SCHEDULE,
                    BoundaryScalings.standard(),
                    new int[] {499, 99},
                    noise,
                    ResidualGuidance.OFF,
                    true))
        .hasMessage("noise: 4 latents (expected: one for each of 2)");
  }
}
