package inkflow.canvas.raster;

import inkflow.canvas.objects.Affine;
import java.awt.geom.AffineTransform;

/**
 * Maps the canvas to a picture. One canvas unit is the picture's shorter side. The square 0..1 is
 * centred, so the longer side shows more of the canvas, the same amount at both ends:
 *
 * <pre>
 * pixelX = (x - 0.5) * min(width, height) + width / 2
 * pixelY = (y - 0.5) * min(width, height) + height / 2
 * </pre>
 *
 * Pixel (0, 0) covers 0..1 by 0..1, so its middle is at (0.5, 0.5).
 *
 * @param width pixels
 * @param height pixels
 */
record Viewport(int width, int height) {

  Viewport {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("size: " + width + "x" + height + " (expected: >= 1x1)");
    }
  }

  /** Pixels per canvas unit. */
  double scale() {
    return Math.min(width, height);
  }

  /** From canvas units to pixels. */
  AffineTransform toPixels() {
    double scale = scale();
    return new AffineTransform(scale, 0, 0, scale, (width - scale) / 2, (height - scale) / 2);
  }

  /** From an object's own coordinates, as it was added, to pixels. */
  AffineTransform toPixels(Affine place) {
    AffineTransform all = toPixels();
    all.concatenate(place.toAwt());
    return all;
  }

  /**
   * Pixels per unit of line width: the square root of the factor by which areas grow. Pens stay
   * round even if the object is stretched.
   */
  double penScale(Affine place) {
    return scale() * Math.sqrt(Math.abs(place.m0() * place.m4() - place.m1() * place.m3()));
  }

  PixelBox frame() {
    return new PixelBox(0, 0, width, height);
  }
}
