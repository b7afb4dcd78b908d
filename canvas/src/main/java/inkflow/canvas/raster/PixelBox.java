package inkflow.canvas.raster;

import java.awt.geom.Rectangle2D;

/**
 * A rectangle of pixels: left and top inclusive, right and bottom exclusive. An empty box is always
 * EMPTY.
 */
record PixelBox(int left, int top, int right, int bottom) {
  static final PixelBox EMPTY = new PixelBox(0, 0, 0, 0);

  /** The pixels in {@code frame} that {@code area} touches; both in pixels. */
  static PixelBox touched(Rectangle2D area, PixelBox frame) {
    return of(
        clamped(Math.floor(area.getMinX()), frame.left, frame.right),
        clamped(Math.floor(area.getMinY()), frame.top, frame.bottom),
        clamped(Math.ceil(area.getMaxX()), frame.left, frame.right),
        clamped(Math.ceil(area.getMaxY()), frame.top, frame.bottom));
  }

  static PixelBox of(int left, int top, int right, int bottom) {
    return left < right && top < bottom ? new PixelBox(left, top, right, bottom) : EMPTY;
  }

  private static int clamped(double value, int least, int most) {
    return (int) Math.max(least, Math.min(most, value));
  }

  int width() {
    return right - left;
  }

  int height() {
    return bottom - top;
  }

  boolean isEmpty() {
    return left == right;
  }

  long area() {
    return (long) width() * height();
  }

  PixelBox and(PixelBox other) {
    return of(
        Math.max(left, other.left),
        Math.max(top, other.top),
        Math.min(right, other.right),
        Math.min(bottom, other.bottom));
  }

  /** The smallest box around both. */
  PixelBox around(PixelBox other) {
    if (isEmpty()) {
      return other;
    }
    return other.isEmpty()
        ? this
        : new PixelBox(
            Math.min(left, other.left),
            Math.min(top, other.top),
            Math.max(right, other.right),
            Math.max(bottom, other.bottom));
  }
}
