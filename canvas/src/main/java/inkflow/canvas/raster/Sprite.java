package inkflow.canvas.raster;

import inkflow.canvas.objects.Look;

/**
 * One object, drawn for a size of picture. What it paints at a pixel depends on nothing but the
 * object, the picture's size and what lies below there: painting a part gives the same pixels as
 * painting all.
 */
interface Sprite {

  /** Pixels it may touch, inside the picture. */
  PixelBox box();

  /**
   * Paints over {@code below}.
   *
   * @param look the object's present colours and opacity
   */
  void paint(PixelGrid below, PixelBox clip, Look look);

  /** Memory it takes. */
  long bytes();
}
