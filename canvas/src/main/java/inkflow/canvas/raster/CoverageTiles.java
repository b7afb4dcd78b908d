package inkflow.canvas.raster;

import java.util.Arrays;

/**
 * How much of each pixel a pen has covered, 0..255. Stored in square tiles that are allocated only
 * where the pen was. A pixel passed twice keeps the larger coverage, so joints don't show and the
 * order of passes doesn't matter.
 */
final class CoverageTiles {
  static final int SIDE = 16;
  private static final byte[] FULL = filled();

  /** Half the diagonal of a tile. */
  private static final double REACH = SIDE * Math.sqrt(.5);

  private final int columns;
  private final byte[][] tiles;
  private final PixelBox frame;
  private int used;

  CoverageTiles(PixelBox frame) {
    this.frame = frame;
    this.columns = tilesOf(frame.right());
    this.tiles = new byte[columns * tilesOf(frame.bottom())][];
  }

  private static int tilesOf(int pixels) {
    return (pixels + SIDE - 1) / SIDE;
  }

  private static byte[] filled() {
    byte[] full = new byte[SIDE * SIDE];
    Arrays.fill(full, (byte) 255);
    return full;
  }

  /** Coverage of the tile that starts at pixel (x, y), row by row; null if it is all 0. */
  byte[] tile(int x, int y) {
    return tiles[y / SIDE * columns + x / SIDE];
  }

  /** Number of allocated tiles. */
  int used() {
    return used;
  }

  /** Like {@link #cover(PenSegment, CoverageTiles)} without other tiles below. */
  PixelBox cover(PenSegment segment) {
    return cover(segment, null);
  }

  /**
   * Adds one segment's coverage.
   *
   * @param below a tile that is missing here starts as a copy of theirs; null to start at 0
   * @return the pixels that may have changed
   */
  PixelBox cover(PenSegment segment, CoverageTiles below) {
    PixelBox box = PixelBox.touched(segment.bounds(), frame);
    for (int y = box.top() / SIDE * SIDE; y < box.bottom(); y += SIDE) {
      for (int x = box.left() / SIDE * SIDE; x < box.right(); x += SIDE) {
        cover(segment, x, y, below);
      }
    }
    return box;
  }

  private void cover(PenSegment segment, int x, int y, CoverageTiles below) {
    int at = y / SIDE * columns + x / SIDE;
    if (tiles[at] == FULL) {
      return;
    }
    double distance = segment.distance(x + SIDE / 2.0, y + SIDE / 2.0);
    if (distance - REACH - 1 > segment.largestRadius()) {
      return;
    }
    byte[] base = below == null ? null : below.tiles[at];
    if (base == FULL || distance + REACH + 1 < segment.smallestRadius()) {
      tiles[at] = FULL;
      return;
    }
    if (tiles[at] == null) {
      tiles[at] = base == null ? new byte[SIDE * SIDE] : base.clone();
      used++;
    }
    if (segment.cover(tiles[at], x, y)) {
      tiles[at] = FULL;
    }
  }
}
