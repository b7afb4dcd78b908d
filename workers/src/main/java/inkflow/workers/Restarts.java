package inkflow.workers;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Whether and when a {@link Worker} that failed is started again: after a pause that doubles with
 * each failure in a row, up to a longest one. A worker that had worked for the longest pause begins
 * with the first pause again.
 *
 * @param first the pause after the first failure
 * @param longest no pause is longer, but for the jitter
 * @param jitter share of a pause, 0 to 1, by which it is made longer or shorter at random, so that
 *     many who lost one neighbour don't all come back at once
 * @param endsIt failures after which it is not started again
 */
public record Restarts(
    Duration first, Duration longest, double jitter, Predicate<Throwable> endsIt) {

  public Restarts {
    if (first.isNegative() || first.isZero() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "first: " + first + " (expected: > 0 and <= longest, " + longest + ")");
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter: " + jitter + " (expected: 0 to 1)");
    }
  }

  /** Whatever the failure; a fifth of jitter. */
  public static Restarts always(Duration first, Duration longest) {
    return new Restarts(first, longest, 0.2, failure -> false);
  }

  /** The first failure ends it. */
  public static Restarts never() {
    return new Restarts(Duration.ofMillis(1), Duration.ofMillis(1), 0, failure -> true);
  }

  /**
   * The pause after some failures in a row.
   *
   * @param failures 1 after the first
   * @param random 0 to 1; 0.5 leaves the pause as it is
   */
  Duration pause(int failures, double random) {
    double doubled = first.toNanos() * Math.pow(2, failures - 1);
    double pause = Math.min(doubled, longest.toNanos());
    return Duration.ofNanos(Math.round(pause * (1 + jitter * (2 * random - 1))));
  }
}
