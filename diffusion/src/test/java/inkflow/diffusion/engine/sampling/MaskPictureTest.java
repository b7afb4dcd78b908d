package inkflow.diffusion.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.request.Picture;
import org.junit.jupiter.api.Test;

class MaskPictureTest {

  @Test
  void brightnessDecidesAndNotColour() {
    byte[] rgb = {(byte) 255, 0, 0, 0, (byte) 255, 0, 0, 0, (byte) 255, 127, 127, 127};
    assertThat(MaskPicture.read(new Picture(4, 1, rgb), 4, 1).values())
        .as("red, green, blue, grey just below a half")
        .containsExactly(0, 1, 0, 0);
  }

  @Test
  void aMaskOfAnotherSizeIsScaled() {
    byte[] rgb = {0, 0, 0, (byte) 255, (byte) 255, (byte) 255};
    float[] values = MaskPicture.read(new Picture(2, 1, rgb), 16, 8).values();
    assertThat(values).hasSize(128);
    assertThat(values[0]).isZero();
    assertThat(values[15]).isEqualTo(1);
  }
}
