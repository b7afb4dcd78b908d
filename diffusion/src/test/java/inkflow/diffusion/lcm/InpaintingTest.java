package inkflow.diffusion.lcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InpaintingTest {
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.stableDiffusion();
  private static final RepaintMask RIGHT = new RepaintMask(1, 2, new float[] {0, 1});

  @Test
  void halfGreyIsRepaintedAndDarkerIsNot() {
    assertThat(RepaintMask.of(1, 3, new float[] {0.4999f, 0.5f, 1}).values())
        .containsExactly(0, 1, 1);
  }

  @Test
  void aLatentsPixelTakesTheFirstOfThePicturesUnderIt() {
    float[] pixels = new float[16 * 16];
    pixels[8] = 1; // row 0, column 8
    pixels[9 * 16] = 1; // row 9: passed over
    assertThat(RepaintMask.of(16, 16, pixels).scaled(2, 2).values()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void whatIsKeptHasTheStartNoiseOfTheNextTimestep() {
    float[] latent = {1, 2, 3, 4};
    float[] noise = {10, 20, 30, 40};
    Inpainting inpainting = new Inpainting(SCHEDULE, RIGHT, latent, noise);
    float[] result = {-1, -2, -3, -4};
    float a = SCHEDULE.signal(499);
    float s = SCHEDULE.noise(499);
    assertThat(inpainting.keep(result, 499))
        .containsExactly(new float[] {a + 10 * s, -2, 3 * a + 30 * s, -4}, within(1e-5f));
    assertThat(inpainting.keep(result, -1)).containsExactly(1, -2, 3, -4);
  }

  @Test
  void aMaskOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> new Inpainting(SCHEDULE, RIGHT, new float[3], new float[3]))
        .hasMessage("mask: 2 pixels (expected: those of a latent of 3 values and noise of 3)");
  }
}
