package inkflow.workers;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * Whether and when a failed {@link Worker} is restarted: exponential backoff, with a pause that
 * doubles with each failure in a row up to a maximum. After a worker has worked for the longest
 * pause, it starts with the first pause again.
 *
 * @param first the pause after the first failure
 * @param longest longest pause, without jitter
 * @param jitter share of a pause, 0 to 1, by which it is randomly longer or shorter, so that many
 *     clients of one server don't all reconnect at the same time
 * @param endsIt failures after which it is not restarted
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

  /** Restarts after every failure; jitter 0.2. */
  public static Restarts always(Duration first, Duration longest) {
    return new Restarts(first, longest, 0.2, failure -> false);
  }

  /** Never restarts. */
  public static Restarts never() {
    return new Restarts(Duration.ofMillis(1), Duration.ofMillis(1), 0, failure -> true);
  }

  /**
   * The pause after some failures in a row.
   *
   * @param failures 1 after the first failure
   * @param random 0 to 1; 0.5 means no jitter
   */
  Duration pause(int failures, double random) {
    double doubled = (double) first.toNanos() * Math.pow(2, failures - 1);
    double pause = Math.min(doubled, longest.toNanos());
    return Duration.ofNanos(Math.round(pause * (1 + jitter * (2 * random - 1))));
  }
}
