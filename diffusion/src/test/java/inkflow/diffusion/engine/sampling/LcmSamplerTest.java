package inkflow.diffusion.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.Golden;
import inkflow.diffusion.ImageSchedule;
import inkflow.diffusion.engine.Requests;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.noise.TorchRandom;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.file.JsonFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LcmSamplerTest {
  private final LcmSampler sampler = sampler("A");

  private static LcmSampler sampler(String schedule) {
    return new LcmSampler(SchedulerConfig.stableDiffusion(), ImageSchedule.of(schedule), false);
  }

  /** Starting from the same seed, every latent equals that of the recorded reference run. */
  @ParameterizedTest
  @CsvSource({"taesd, 1958", "two_loras, 1959"})
  void aSeedGivesTheLatentsOfDiffusers(String call, long seed) {
    Golden io = Golden.of("pipeline-sd15-txt2img");
    Trajectory run = sampler.plan(Requests.of("a").seed(seed).steps(4).request());
    Latent latent = run.start(new Latent(4, 6, 6, new float[144]));
    assertClose(latent, io.floats("in." + call + ".draw.0"));
    for (int i = 0; i < 4; i++) {
      assertThat(run.done()).isFalse();
      float[] output = io.floats("out." + call + ".unet_output." + i);
      assertThat((long) run.timestep())
          .isEqualTo(io.tensor("out." + call + ".timesteps").toLongs()[i]);
      latent = run.step(latent, latent.with(output));
      assertClose(latent, io.floats("out." + call + ".latents_after_step." + i));
    }
    assertThat(run.done()).isTrue();
  }

  private static void assertClose(Latent latent, float[] values) {
    for (int i = 0; i < values.length; i++) {
      // The noise is within 1e-6 of torch's, and the first steps divide by a small a_t.
      assertThat(latent.values()[i]).isCloseTo(values[i], within(2e-5f));
    }
  }

  @Test
  void timestepsByHandAreVisitedAsTheyAreAndCutForAPicture() {
    Requests byHand = Requests.of("a").steps(60).timesteps(999, 700, 321, 20);
    assertThat(visited(byHand)).containsExactly(999, 700, 321, 20);
    Picture picture = new Picture(8, 8, new byte[8 * 8 * 3]);
    assertThat(visited(byHand.from(picture, 0.5))).containsExactly(321, 20);
    assertThatThrownBy(() -> sampler.plan(byHand.from(picture, 0.2).request()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("strength: 0.2 (expected: at least 1/4 to leave one of the timesteps)");
    assertThatThrownBy(() -> sampler.plan(byHand.timesteps(20, 999).request()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("timesteps: [20, 999] (expected: falling, and such as the model has)");
  }

  private List<Integer> visited(Requests asked) {
    Trajectory run = sampler.plan(asked.request());
    Latent latent = new Latent(1, 1, 1, new float[1]);
    List<Integer> visited = new ArrayList<>();
    while (!run.done()) {
      visited.add(run.timestep());
      latent = run.step(latent, latent);
    }
    return visited;
  }

  /** The order is diffusers': the picture's latent, the start, the steps. */
  @Test
  void aPicturesLatentIsDrawnBeforeTheStartNoise() {
    Golden io = Golden.of("pipeline-lcm-full");
    Picture picture = new Picture(48, 48, new byte[48 * 48 * 3]);
    Trajectory run =
        sampler.plan(Requests.of("a").seed(1971).steps(4).from(picture, 0.5).request());
    Latent zero = new Latent(4, 6, 6, new float[144]);
    float[] ones = new float[144];
    Arrays.fill(ones, 1);
    assertClose(run.draw(new EncodedPicture(zero, ones)), io.floats("in.img2img_s50.draw.0"));
    float[] start = io.floats("in.img2img_s50.draw.1");
    float noise = SchedulerConfig.stableDiffusion().noiseSchedule().noise(run.timestep());
    for (int i = 0; i < start.length; i++) {
      start[i] *= noise;
    }
    assertClose(run.start(zero), start);
  }

  @Test
  void oneLatentIsTakenWithoutADraw() {
    Latent only = new Latent(1, 1, 1, new float[] {2});
    EncodedPicture picture = new EncodedPicture(only, new float[0]);
    assertThat(picture.draw(count -> fail("drawn"))).isSameAs(only);
  }

  /**
   * With x = a z + s e and a model that predicts e exactly, the result shows how much of e is kept.
   */
  @ParameterizedTest
  @CsvSource({"0, 1", "0.6, 0.8", "1, 0"})
  void etaIsTheShareOfFreshNoiseBetweenSteps(double eta, double kept) {
    NoiseSchedule schedule = NoiseSchedule.stableDiffusion();
    float[] z = new TorchRandom(1).randn(4096);
    Trajectory run =
        withEta(eta)
            .plan(Requests.of("a").steps(2).from(new Picture(8, 8, new byte[192]), 0.6).request());
    Latent latent = run.start(new Latent(1, 64, 64, z));
    float[] first = noiseIn(latent, z, schedule, run.timestep());
    latent = run.step(latent, latent.with(first));
    float[] second = noiseIn(latent, z, schedule, run.timestep());
    assertThat(meanProduct(second, second)).isCloseTo(1, within(0.06));
    assertThat(meanProduct(first, second)).isCloseTo(kept, within(0.06));
  }

  private static LcmSampler withEta(double eta) {
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("eta", eta);
    JsonFile file = JsonFile.of(Path.of("scheduler_config.json"), config);
    return new LcmSampler(SchedulerConfig.read(file), ImageSchedule.of("A"), false);
  }

  private static float[] noiseIn(Latent latent, float[] z, NoiseSchedule schedule, int t) {
    float[] noise = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      noise[i] = (latent.values()[i] - schedule.signal(t) * z[i]) / schedule.noise(t);
    }
    return noise;
  }

  private static double meanProduct(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum / a.length;
  }

  private List<Integer> timesteps(int steps, double strength) {
    return timesteps(sampler, steps, strength);
  }

  private static List<Integer> timesteps(LcmSampler sampler, int steps, double strength) {
    Picture picture = new Picture(8, 8, new byte[192]);
    Trajectory run = sampler.plan(Requests.of("a").steps(steps).from(picture, strength).request());
    Latent latent = run.start(new Latent(1, 1, 1, new float[1]));
    List<Integer> visited = new ArrayList<>();
    while (!run.done()) {
      visited.add(run.timestep());
      latent = run.step(latent, latent);
    }
    return visited;
  }

  @Test
  void strengthIsContinuousAtAnyStepCount() {
    assertThat(timesteps(2, 0.6)).containsExactly(599, 299);
    assertThat(timesteps(2, 0.65)).containsExactly(639, 319);
    assertThat(timesteps(4, 0.25)).containsExactly(239, 179, 119, 59);
  }

  @Test
  void littleStrengthTakesTheTimestepsThatAreLeft() {
    assertThat(timesteps(4, 0.04)).containsExactly(39, 19);
    assertThat(timesteps(4, 0.001)).containsExactly(19);
  }

  @Test
  void scheduleBLeavesOutTheFirstStepsAsDiffusersDoes() {
    LcmSampler b = sampler("B");
    assertThat(timesteps(b, 4, 0.3)).containsExactly(259);
    assertThat(timesteps(b, 4, 0.5)).containsExactly(499, 259);
    assertThat(timesteps(b, 4, 0.8)).containsExactly(759, 499, 259);
    assertThatThrownBy(() -> timesteps(b, 2, 0.3))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(
            "strength: 0.3 (expected: at least 1/2 for schedule B to leave one of 2 steps)");
  }

  @Test
  void scheduleCVisitsTheListOfStreamDiffusionWhateverTheRequestSays() {
    assertThat(timesteps(sampler("C:32,45"), 4, 0.8)).containsExactly(359, 99);
    assertThat(timesteps(sampler("C:18,26,35,45"), 1, 0.1)).containsExactly(639, 479, 299, 99);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C:32,45"})
  void fromNoiseAllSchedulesAreTheSame(String schedule) {
    Trajectory run = sampler(schedule).plan(Requests.of("a").steps(2).request());
    assertThat(run.timestep()).isEqualTo(999);
  }

  @Test
  void indexesThatTheModelHasNotAreRefusedBeforeTheFirstRequest() {
    assertThatThrownBy(() -> sampler("C:32,50"))
        .hasMessage("indexes[1]: 50 (expected: ascending, 0 to 49)");
  }

  @Test
  void strengthOneStartsFromNoiseAlone() {
    Picture picture = new Picture(8, 8, new byte[192]);
    assertThat(sampler.plan(Requests.of("a").from(picture, 1).request()).needsPicture()).isFalse();
    assertThat(sampler.plan(Requests.of("a").from(picture, 0.99).request()).needsPicture())
        .isTrue();
  }

  @Test
  void aMaskNeedsThePictureAtAnyStrength() {
    Picture picture = new Picture(8, 8, new byte[192]);
    Requests asked = Requests.of("a").from(picture, 1).repaint(picture);
    assertThat(sampler.plan(asked.request()).needsPicture()).isTrue();
    assertThatThrownBy(() -> Requests.of("a").repaint(picture).request())
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("mask: without initial (expected: a picture to repaint)");
  }

  @Test
  void moreStepsThanTheModelWasDistilledOnAreRefused() {
    assertThatThrownBy(() -> sampler.plan(Requests.of("a").steps(51).request()))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("steps: 51 (expected: >= 1 and <= 50)");
  }
}
