package inkflow.canvas.raster;

import java.awt.geom.Rectangle2D;

/**
 * A round pen drawn in a straight line from one point to another, with its radius changing
 * linearly. All in pixels.
 */
record PenSegment(double x0, double y0, double r0, double x1, double y1, double r1) {

  double largestRadius() {
    return Math.max(r0, r1);
  }

  double smallestRadius() {
    return Math.min(r0, r1);
  }

  /** The area it can touch: its edge plus half a pixel, which is partly covered. */
  Rectangle2D bounds() {
    double reach = largestRadius() + .5;
    double left = Math.min(x0, x1) - reach;
    double top = Math.min(y0, y1) - reach;
    return new Rectangle2D.Double(
        left, top, Math.max(x0, x1) + reach - left, Math.max(y0, y1) + reach - top);
  }

  /** Distance from (x, y) to the line between the points. */
  double distance(double x, double y) {
    double along = along(x, y);
    return Math.hypot(x - x0 - along * (x1 - x0), y - y0 - along * (y1 - y0));
  }

  /** Position on the segment of the point nearest to (x, y): 0 at the start, 1 at the end. */
  private double along(double x, double y) {
    double dx = x1 - x0;
    double dy = y1 - y0;
    double length = dx * dx + dy * dy;
    double share = length == 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length;
    return Math.max(0, Math.min(1, share));
  }

  /**
   * Sets each pixel of a tile to the larger of its coverage and this segment's.
   *
   * @param tile row by row, {@link CoverageTiles#SIDE} a row, starting at pixel (left, top)
   * @return whether every pixel is now fully covered
   */
  boolean cover(byte[] tile, int left, int top) {
    boolean full = true;
    for (int i = 0; i < tile.length; i++) {
      int before = tile[i] & 255;
      if (before == 255) {
        continue;
      }
      double x = left + i % CoverageTiles.SIDE + .5;
      double y = top + i / CoverageTiles.SIDE + .5;
      int now = Math.max(before, (int) Math.round(255 * coverage(x, y)));
      tile[i] = (byte) now;
      full &= now == 255;
    }
    return full;
  }

  /**
   * Share of a pixel around (x, y) that is covered: the part of the pixel's width, across the
   * stroke, that lies within the radius on either side.
   */
  private double coverage(double x, double y) {
    double along = along(x, y);
    double dx = x - x0 - along * (x1 - x0);
    double dy = y - y0 - along * (y1 - y0);
    double radius = r0 + along * (r1 - r0);
    double square = dx * dx + dy * dy;
    if (square >= (radius + .5) * (radius + .5)) {
      return 0;
    }
    double distance = Math.sqrt(square);
    return Math.min(distance + .5, radius) - Math.max(distance - .5, -radius);
  }
}
