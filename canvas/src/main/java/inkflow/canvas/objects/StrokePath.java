package inkflow.canvas.objects;

import inkflow.StrokePoint;
import java.util.Arrays;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/**
 * The points of a stroke. Immutable; growing shares all earlier points, so it costs what is new.
 *
 * <p>Points are kept in the runs they came in: x, y, pressure of each, one after the other.
 */
public final class StrokePath {
  /** Numbers a point takes in a run. */
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

  /** This path and then {@code points}. */
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
   * The points from index {@code first} on, x, y, pressure of each: a copy. Costs what it gives.
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
   * Whether this path is {@code earlier} or has grown from it: the same runs first. Says no where
   * equal points came in other runs.
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
