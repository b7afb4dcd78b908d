package inkflow.canvas.raster;

import inkflow.canvas.kinds.StrokeContent;
import inkflow.canvas.kinds.StrokePath;
import inkflow.canvas.objects.Affine;
import inkflow.canvas.objects.Look;

/** A stroke as coverage. When the stroke grows, only the new points are drawn. */
final class StrokeSprite implements Sprite {
  private final boolean eraser;
  private final double opacity;
  private final double width;
  private final Affine place;
  private final PixelBox frame;
  private final PenCurve curve;
  private final CoverageTiles settled;
  private CoverageTiles shown;
  private StrokePath path = StrokePath.EMPTY;
  private PixelBox tailBox = PixelBox.EMPTY;
  private PixelBox box = PixelBox.EMPTY;

  StrokeSprite(StrokeContent stroke, Affine place, Viewport viewport) {
    this.eraser = stroke.eraser();
    this.opacity = stroke.opacity();
    this.width = stroke.width();
    this.place = place;
    this.frame = viewport.frame();
    this.curve =
        new PenCurve(
            viewport.toPixels(place), stroke.width() / 2 * viewport.penScale(place), frame);
    this.settled = new CoverageTiles(frame);
    growTo(stroke.path());
  }

  /** Whether {@code stroke} is this one, with the same or more points. Colour doesn't matter. */
  boolean growsTo(StrokeContent stroke, Affine transform) {
    return stroke.eraser() == eraser
        && stroke.opacity() == opacity
        && stroke.width() == width
        && transform.equals(place)
        && stroke.path().growsFrom(path);
  }

  /**
   * Draws the points that {@code grown} has in addition.
   *
   * @return the pixels that may have changed
   */
  PixelBox growTo(StrokePath grown) {
    if (grown.size() == path.size()) {
      return PixelBox.EMPTY;
    }
    PixelBox[] changed = {tailBox};
    curve.extend(
        grown.from(path.size()), segment -> changed[0] = changed[0].around(settled.cover(segment)));
    path = grown;
    shown = new CoverageTiles(frame);
    tailBox = shown.cover(curve.tail(), settled);
    PixelBox all = changed[0].around(tailBox);
    box = box.around(all);
    return all;
  }

  @Override
  public PixelBox box() {
    return box;
  }

  @Override
  public void paint(PixelGrid below, PixelBox clip, Look look) {
    PixelBox part = clip.and(box);
    int colour = eraser ? 0xFF000000 | below.background() : look.fill();
    int alpha = (int) Math.round((colour >>> 24) * opacity * look.opacity());
    int side = CoverageTiles.SIDE;
    for (int y = part.top() / side * side; y < part.bottom(); y += side) {
      for (int x = part.left() / side * side; x < part.right(); x += side) {
        byte[] tile = shown.tile(x, y) != null ? shown.tile(x, y) : settled.tile(x, y);
        if (tile != null) {
          paint(below, tile, x, y, part, colour, alpha);
        }
      }
    }
  }

  private static void paint(
      PixelGrid below, byte[] tile, int left, int top, PixelBox part, int colour, int alpha) {
    int side = CoverageTiles.SIDE;
    PixelBox own = part.and(new PixelBox(left, top, left + side, top + side));
    for (int y = own.top(); y < own.bottom(); y++) {
      for (int x = own.left(); x < own.right(); x++) {
        int coverage = tile[(y - top) * side + x - left] & 255;
        below.cover(y * below.width() + x, colour, coverage * alpha);
      }
    }
  }

  @Override
  public long bytes() {
    long tileCount = frame.area() / (CoverageTiles.SIDE * CoverageTiles.SIDE);
    return 500
        + 2 * Integer.BYTES * tileCount
        + (long) (settled.used() + (shown == null ? 0 : shown.used()))
            * CoverageTiles.SIDE
            * CoverageTiles.SIDE;
  }
}
