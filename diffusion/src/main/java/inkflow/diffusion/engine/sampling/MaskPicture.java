package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.lcm.RepaintMask;
import inkflow.diffusion.request.Picture;

/** Masks given as pictures: white is repainted. */
final class MaskPicture {
  private MaskPicture() {}

  /** The mask of a frame of width x height pixels, by brightness (ITU-R BT.601). */
  static RepaintMask read(Picture picture, int width, int height) {
    byte[] rgb = PictureScaler.scale(picture, width, height).rgb();
    float[] grey = new float[width * height];
    for (int i = 0; i < grey.length; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      // Rounded to a byte first, as image libraries do, because that decides which pixels are above
      // one half.
      grey[i] = (int) (0.299 * red + 0.587 * green + 0.114 * blue + 0.5) / 255f;
    }
    return RepaintMask.of(height, width, grey);
  }
}
