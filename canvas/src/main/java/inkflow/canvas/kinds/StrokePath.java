package inkflow.canvas.kinds;

import inkflow.StrokePoint;
import java.util.Arrays;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The points of a stroke. Immutable; a grown path shares the earlier points, so growing takes time
 * only for the new ones.
 *
 * <p>Points are stored in the runs in which they arrived: x, y, pressure of each, one after the
 * other.
 */
public final class StrokePath {
  /** Numbers per point in a run. */
  public static final int STRIDE = 3;

  public static final StrokePath EMPTY = new StrokePath(TreePVector.empty(), 0);

  private final PVector<double[]> runs;
  private final int size;

  private StrokePath(PVector<double[]> runs, int size) {
    this.runs = runs;
    this.size = size;
  }

  static StrokePath of(List<StrokePoint> points) {
    return EMPTY.plus(points);
  }

  /** This path with {@code points} appended. */
  public StrokePath plus(List<StrokePoint> points) {
    if (points.isEmpty()) {
      return this;
    }
    double[] run = new double[points.size() * STRIDE];
    int at = 0;
    for (StrokePoint point : points) {
      run[at++] = point.getX();
      run[at++] = point.getY();
      run[at++] = point.getPressure();
    }
    return new StrokePath(runs.plus(run), size + points.size());
  }

  /** Number of points. */
  public int size() {
    return size;
  }

  /** All points, x, y, pressure of each: a copy. */
  double[] toArray() {
    double[] all = new double[size * STRIDE];
    int at = 0;
    for (double[] run : runs) {
      System.arraycopy(run, 0, all, at, run.length);
      at += run.length;
    }
    return all;
  }

  /**
   * A copy of the points from index {@code first} on: x, y, pressure of each. Takes time for these
   * points only.
   */
  public double[] from(int first) {
    double[] tail = new double[(size - first) * STRIDE];
    int at = tail.length;
    for (int i = runs.size() - 1; i >= 0 && at > 0; i--) {
      double[] run = runs.get(i);
      int length = Math.min(run.length, at);
      at -= length;
      System.arraycopy(run, run.length - length, tail, at, length);
    }
    return tail;
  }

  /**
   * Whether this path is {@code earlier} or has grown from it, which means that it starts with the
   * same runs. False if equal points arrived in different runs.
   */
  public boolean growsFrom(StrokePath earlier) {
    int shared = earlier.runs.size();
    return size >= earlier.size
        && runs.size() >= shared
        && (shared == 0
            || (runs.get(0) == earlier.runs.get(0)
                && runs.get(shared - 1) == earlier.runs.get(shared - 1)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StrokePath path
        && (runs == path.runs || (size == path.size && Arrays.equals(toArray(), path.toArray())));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(toArray());
  }
}
