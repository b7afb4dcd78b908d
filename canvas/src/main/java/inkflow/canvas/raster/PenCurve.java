package inkflow.canvas.raster;

import inkflow.canvas.kinds.StrokePath;
import java.awt.geom.AffineTransform;
import java.util.function.Consumer;

/**
 * Turns the points of a stroke into pen segments along a smooth curve: through the middle of each
 * pair of neighbours, bent by the points themselves (a quadratic B-spline), from the first point to
 * the last. Pressure follows the same curve.
 *
 * <p>More points change only the last half step; everything before it is final.
 */
final class PenCurve {
  /** Largest distance of a segment from the curve, in pixels. */
  private static final double FLATNESS = .08;

  private static final int MOST_PIECES = 32;

  private final AffineTransform toPixels;
  private final double radius;
  private final PixelBox frame;

  /** A point of the stroke with the pen's radius there, in pixels. */
  private record Knot(double x, double y, double r) {
    Knot half(Knot other) {
      return new Knot((x + other.x) / 2, (y + other.y) / 2, (r + other.r) / 2);
    }
  }

  private Knot beforeLast;
  private Knot last;

  /**
   * @param radius pixels, at pressure 1
   * @param frame only segments that touch it are made
   */
  PenCurve(AffineTransform toPixels, double radius, PixelBox frame) {
    this.toPixels = toPixels;
    this.radius = radius;
    this.frame = frame;
  }

  /**
   * Continues the curve with the next points.
   *
   * @param points x, y, pressure of each
   * @param settled receives the segments that are final
   */
  void extend(double[] points, Consumer<PenSegment> settled) {
    for (int i = 0; i < points.length; i += StrokePath.STRIDE) {
      Knot next = knot(points[i], points[i + 1], points[i + 2]);
      if (beforeLast != null) {
        bend(beforeLast.half(last), last, last.half(next), settled);
      } else if (last != null) {
        straight(last, last.half(next), settled);
      }
      beforeLast = last;
      last = next;
    }
  }

  /** The last half step, which the next points will replace; null if there are no points. */
  PenSegment tail() {
    if (last == null) {
      return null;
    }
    Knot from = beforeLast == null ? last : beforeLast.half(last);
    return segment(from, last);
  }

  private Knot knot(double x, double y, double pressure) {
    double[] pixel = {x, y};
    toPixels.transform(pixel, 0, pixel, 0, 1);
    return new Knot(pixel[0], pixel[1], radius * pressure);
  }

  private void bend(Knot from, Knot control, Knot to, Consumer<PenSegment> settled) {
    int pieces = pieces(from, control, to);
    Knot before = from;
    for (int i = 1; i <= pieces; i++) {
      double t = (double) i / pieces;
      Knot next = i == pieces ? to : at(from, control, to, t);
      straight(before, next, settled);
      before = next;
    }
  }

  /** A quadratic is at most |from - 2 control + to| / (4 n^2) away from its n chords. */
  private int pieces(Knot from, Knot control, Knot to) {
    double bendX = from.x - 2 * control.x + to.x;
    double bendY = from.y - 2 * control.y + to.y;
    double chords = Math.ceil(Math.sqrt(Math.hypot(bendX, bendY) / 4 / FLATNESS));
    return (int) Math.max(1, Math.min(MOST_PIECES, chords));
  }

  private static Knot at(Knot from, Knot control, Knot to, double t) {
    double a = (1 - t) * (1 - t);
    double b = 2 * t * (1 - t);
    double c = t * t;
    return new Knot(
        a * from.x + b * control.x + c * to.x,
        a * from.y + b * control.y + c * to.y,
        a * from.r + b * control.r + c * to.r);
  }

  private void straight(Knot from, Knot to, Consumer<PenSegment> settled) {
    PenSegment segment = segment(from, to);
    if (!PixelBox.touched(segment.bounds(), frame).isEmpty()) {
      settled.accept(segment);
    }
  }

  private static PenSegment segment(Knot from, Knot to) {
    return new PenSegment(from.x, from.y, from.r, to.x, to.y, to.r);
  }
}
