package inkflow.diffusion.lcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LcmStepTest {
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.stableDiffusion();
  private static final Golden GOLDEN = Golden.of("lcm-steps");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epsilon_1",
        "epsilon_2",
        "epsilon_4",
        "epsilon_8",
        "v_prediction_1",
        "v_prediction_2",
        "v_prediction_4",
        "v_prediction_8",
        "sample_1",
        "sample_2",
        "sample_4",
        "sample_8",
        "schedule_a",
        "schedule_b",
        "custom",
        "clip_sample"
      })
  void everyStepOfARunIsThatOfDiffusers(String call) {
    JsonNode asked = GOLDEN.json("case.json").get("calls").get(call);
    JsonNode config = asked.get("config");
    Prediction prediction =
        Arrays.stream(Prediction.values())
            .filter(p -> p.configName().equals(config.path("prediction_type").asText("epsilon")))
            .findFirst()
            .orElseThrow();
    double clip = config.path("clip_sample").asBoolean() ? 1 : Double.POSITIVE_INFINITY;
    int[] timesteps = timesteps(call);
    LcmStep[] steps = LcmStep.run(SCHEDULE, BoundaryScalings.standard(), prediction, timesteps);
    float[] sample = GOLDEN.floats("in." + call + ".sample");
    for (int i = 0; i < steps.length; i++) {
      float[] output = GOLDEN.floats("in." + call + ".model_output." + i);
      float[] denoised = steps[i].denoise(sample, output, clip);
      boolean last = i + 1 == steps.length;
      float[] noise = last ? new float[0] : GOLDEN.floats("in." + call + ".noise." + i);
      sample = steps[i].next(denoised, noise);
      requireClose(denoised, "out." + call + ".denoised." + i);
      requireClose(sample, "out." + call + ".prev_sample." + i);
    }
    assertThat(steps[steps.length - 1].isLast()).isTrue();
  }

  @Test
  void oneStepOfTheLibrariesOwnCheckHasItsPublishedSum() {
    float[] sample = new float[768];
    float[] output = new float[768];
    for (int i = 0; i < 768; i++) {
      sample[i] = i / 768f;
      output[i] = sample[i] * 999 / 1000f;
    }
    LcmStep step = LcmStep.of(SCHEDULE, BoundaryScalings.standard(), Prediction.EPSILON, 999, -1);
    double sum = 0;
    for (float value : step.denoise(sample, output)) {
      sum += Math.abs(value);
    }
    assertThat(sum).isCloseTo(18.7097, within(1e-3));
    assertThat(sum / 768).isCloseTo(0.0244, within(1e-3));
  }

  @Test
  void guidanceOfAFullLcmIsEmbeddedAsSinesThenCosines() {
    float[] embedding = Guidance.embedding(8.5, 256);
    float[] sines = {-0.8512f, 0.8422f, 0.0118f};
    float[] cosines = {-0.5248f, 0.5391f, -0.9999f};
    assertThat(Arrays.copyOf(embedding, 3)).containsExactly(sines, within(6e-4f));
    assertThat(Arrays.copyOfRange(embedding, 128, 131)).containsExactly(cosines, within(6e-4f));
  }

  @Test
  void guidanceOfOneIsTheConditionalPassAlone() {
    float[] conditional = {0.5f, -2f};
    assertThat(Guidance.combine(new float[] {3, 4}, conditional, 1))
        .containsExactly(conditional, within(1e-6f));
    assertThat(Guidance.needsTwoPasses(1, false)).isFalse();
    assertThat(Guidance.needsTwoPasses(1.5, false)).isTrue();
    assertThat(Guidance.needsTwoPasses(8, true)).isFalse();
  }

  private static int[] timesteps(String call) {
    long[] timesteps = GOLDEN.tensor("out." + call + ".timesteps").toLongs();
    return Arrays.stream(timesteps).mapToInt(Math::toIntExact).toArray();
  }

  private static void requireClose(float[] got, String name) {
    assertThat(Golden.relativeError(got, GOLDEN.floats(name))).as(name).isLessThan(2e-6);
  }
}
