package inkflow.canvas.raster;

import inkflow.canvas.objects.Look;

/**
 * One object, prepared for one picture size. What it paints at a pixel depends only on the object,
 * the picture's size and the pixel below, so painting a part gives the same pixels as painting
 * everything.
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

  /** Memory it takes, in bytes. */
  long bytes();
}
