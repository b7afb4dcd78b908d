package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.ImageSchedule;
import inkflow.diffusion.TestingModels;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.MaskedPicture;
import inkflow.diffusion.engine.sampling.LcmSampler;
import inkflow.diffusion.engine.sampling.Trajectory;
import inkflow.diffusion.lcm.RepaintMask;
import inkflow.diffusion.noise.TorchRandom;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.weights.config.SchedulerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose UNet takes the mask and the masked picture beside the latent. */
class InpaintingModelTest {
  private static final int SIDE = 64;

  @TempDir Path temp;

  /** A picture with another lower half. */
  private static Picture halves(int upper, int lower) {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    Arrays.fill(rgb, 0, rgb.length / 2, (byte) upper);
    Arrays.fill(rgb, rgb.length / 2, rgb.length, (byte) lower);
    return new Picture(SIDE, SIDE, rgb);
  }

  private static byte[] draw(DiffusionEngine engine, Picture picture, Picture mask, double far) {
    Requests asked = Requests.of("a").steps(2).from(picture, far).repaint(mask);
    return engine.render(asked.request()).join().picture().rgb();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sd15", "sdxl"})
  void theUNetSeesTheMaskAndOnlyWhatItLeaves(String family) throws IOException {
    Path plain = family.equals("sdxl") ? TestingModels.sdxl() : TestingModels.sd15();
    EngineOptions options = EngineOptions.of(TestingModels.inpainting(plain, temp));
    Picture lower = halves(0, 255);
    try (DiffusionEngine engine = DiffusionEngine.open(options)) {
      byte[] drawn = draw(engine, halves(90, 30), lower, 1);
      assertThat(draw(engine, halves(90, 200), lower, 1)).isEqualTo(drawn);
      assertThat(draw(engine, halves(200, 30), lower, 1)).isNotEqualTo(drawn);
      assertThat(draw(engine, halves(90, 30), halves(255, 0), 1)).isNotEqualTo(drawn);
      byte[] begun = draw(engine, halves(90, 30), lower, 0.5);
      assertThat(draw(engine, halves(90, 200), lower, 0.5)).isNotEqualTo(begun);
      assertThatThrownBy(() -> engine.render(Requests.of("a").request()).join())
          .hasCauseInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("mask: none (expected: what to draw anew");
    }
  }

  private static Trajectory plan(double strength) {
    LcmSampler sampler =
        new LcmSampler(SchedulerConfig.stableDiffusion(), ImageSchedule.of("A"), true);
    Picture picture = halves(0, 255);
    return sampler.plan(
        Requests.of("a").seed(5).from(picture, strength).repaint(picture).request());
  }

  private static EncodedPicture unit() {
    float[] ones = new float[256];
    Arrays.fill(ones, 1);
    return new EncodedPicture(new Latent(4, 8, 8, new float[256]), ones);
  }

  @Test
  void atStrengthOneTheStartIsDrawnFirstAndThenTheMaskedPicture() {
    Trajectory run = plan(1);
    TorchRandom noise = new TorchRandom(5);
    Latent start = run.start(run.draw(unit()));
    run.masked(unit());
    assertThat(start.values()).isEqualTo(noise.randn(256));
    Latent input = run.input(start);
    assertThat(input.channels()).isEqualTo(9);
    assertThat(Arrays.copyOfRange(input.values(), 0, 256)).isEqualTo(start.values());
    assertThat(Arrays.copyOfRange(input.values(), 256, 288)).containsOnly(0);
    assertThat(Arrays.copyOfRange(input.values(), 288, 320)).containsOnly(1);
    assertThat(Arrays.copyOfRange(input.values(), 320, 576)).isEqualTo(noise.randn(256));
  }

  @Test
  void belowThatThePicturesLatentIsDrawnBeforeBothAndNothingIsPutBack() {
    Trajectory run = plan(0.5);
    TorchRandom noise = new TorchRandom(5);
    Latent drawn = run.draw(unit());
    assertThat(drawn.values()).isEqualTo(noise.randn(256));
    Latent latent = run.start(drawn);
    noise.randn(256);
    run.masked(unit());
    float[] masked = Arrays.copyOfRange(run.input(latent).values(), 320, 576);
    assertThat(masked).isEqualTo(noise.randn(256));
    while (!run.done()) {
      latent = run.step(latent, latent.with(new float[256]));
    }
    assertThat(latent.values()[0]).isNotEqualTo(drawn.values()[0]);
  }

  @Test
  void whatIsDrawnAnewIsMidGrey() {
    float[] lower = new float[SIDE * SIDE];
    Arrays.fill(lower, lower.length / 2, lower.length, 1);
    RepaintMask mask = new RepaintMask(SIDE, SIDE, lower);
    float[] rgb = new MaskedPicture(halves(200, 30), mask).rgb();
    assertThat(Arrays.copyOfRange(rgb, 0, rgb.length / 2)).containsOnly(200);
    assertThat(Arrays.copyOfRange(rgb, rgb.length / 2, rgb.length)).containsOnly(127.5f);
  }
}
