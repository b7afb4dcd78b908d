package inkflow.canvas.raster;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * The picture being drawn: opaque 0xRRGGBB, row by row.
 *
 * @param background 0xRRGGBB, which an eraser paints
 */
@SuppressWarnings("ArrayRecordComponent") // shared on purpose: sprites draw on it
record PixelGrid(int[] rgb, int width, int height, int background) {
  private static final int FULL = 255 * 255;

  /**
   * @param background 0xAARRGGBB, blended over white
   */
  PixelGrid withBackground(int background) {
    return new PixelGrid(rgb, width, height, onWhite(background));
  }

  void clear(PixelBox box) {
    for (int y = box.top(); y < box.bottom(); y++) {
      Arrays.fill(rgb, y * width + box.left(), y * width + box.right(), background);
    }
  }

  /**
   * Lays a colour over one pixel.
   *
   * @param alpha 0..255 * 255
   */
  void cover(int at, int colour, int alpha) {
    if (alpha == FULL) {
      rgb[at] = colour & 0xFFFFFF;
    } else if (alpha != 0) {
      rgb[at] = mix(rgb[at], colour, alpha);
    }
  }

  /**
   * Lays a pixel over another.
   *
   * @param argb premultiplied
   * @param opacity 0..255
   */
  void coverPremultiplied(int at, int argb, int opacity) {
    int alpha = (argb >>> 24) * opacity;
    if (alpha == FULL) {
      rgb[at] = argb & 0xFFFFFF;
    } else if (alpha != 0) {
      int keep = FULL - alpha;
      int part = 255 * opacity;
      int below = rgb[at];
      int red = (argb >> 16 & 255) * part + (below >> 16 & 255) * keep;
      int green = (argb >> 8 & 255) * part + (below >> 8 & 255) * keep;
      int blue = (argb & 255) * part + (below & 255) * keep;
      rgb[at] = rounded(red) << 16 | rounded(green) << 8 | rounded(blue);
    }
  }

  private static int mix(int below, int colour, int alpha) {
    int keep = FULL - alpha;
    int red = (colour >> 16 & 255) * alpha + (below >> 16 & 255) * keep;
    int green = (colour >> 8 & 255) * alpha + (below >> 8 & 255) * keep;
    int blue = (colour & 255) * alpha + (below & 255) * keep;
    return rounded(red) << 16 | rounded(green) << 8 | rounded(blue);
  }

  private static int rounded(int sum) {
    return Math.min(255, (sum + FULL / 2) / FULL);
  }

  private static int onWhite(int argb) {
    return mix(0xFFFFFF, argb, (argb >>> 24) * 255);
  }

  /** A copy, TYPE_INT_RGB. */
  BufferedImage toImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    System.arraycopy(rgb, 0, pixels, 0, pixels.length);
    return image;
  }
}
