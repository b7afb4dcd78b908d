package inkflow.diffusion.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.request.Picture;
import org.junit.jupiter.api.Test;

class PictureScalerTest {

  /** Black and white columns in turn. */
  private static Picture stripes(int width, int height) {
    byte[] rgb = new byte[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % width % 2 == 0 ? 0 : 255);
    }
    return new Picture(width, height, rgb);
  }

  @Test
  void leavesAPictureOfTheRightSizeAlone() {
    Picture picture = stripes(16, 8);
    assertThat(PictureScaler.scale(picture, 16, 8)).isSameAs(picture);
  }

  @Test
  void everyPixelOfABiggerPictureCounts() {
    Picture small = PictureScaler.scale(stripes(64, 64), 8, 8);
    for (byte value : small.rgb()) {
      assertThat(value & 0xff).isBetween(120, 136);
    }
  }

  @Test
  void fillsAnyOtherSize() {
    Picture wide = PictureScaler.scale(stripes(10, 100), 64, 32);
    assertThat(wide.width()).isEqualTo(64);
    assertThat(wide.height()).isEqualTo(32);
  }
}
