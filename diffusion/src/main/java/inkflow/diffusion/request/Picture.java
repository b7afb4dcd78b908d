package inkflow.diffusion.request;

import java.awt.image.BufferedImage;

/**
 * An 8-bit RGB picture.
 *
 * @param rgb height x width x 3 bytes, row by row, red first; not copied, so don't write to it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Picture(int width, int height, byte[] rgb) {

  public Picture {
    if (rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "rgb: " + rgb.length + " bytes (expected: " + width + " x " + height + " x 3)");
    }
  }

  /** Copies an image; transparent parts keep their colour, alpha is dropped. */
  public static Picture from(BufferedImage image) {
    int w = image.getWidth();
    int h = image.getHeight();
    int[] argb = image.getRGB(0, 0, w, h, null, 0, w);
    byte[] rgb = new byte[w * h * 3];
    for (int i = 0; i < argb.length; i++) {
      rgb[3 * i] = (byte) (argb[i] >> 16);
      rgb[3 * i + 1] = (byte) (argb[i] >> 8);
      rgb[3 * i + 2] = (byte) argb[i];
    }
    return new Picture(w, h, rgb);
  }

  public BufferedImage toBufferedImage() {
    int[] packed = new int[width * height];
    for (int i = 0; i < packed.length; i++) {
      packed[i] =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
    }
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, packed, 0, width);
    return image;
  }
}
