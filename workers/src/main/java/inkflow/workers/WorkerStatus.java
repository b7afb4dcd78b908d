package inkflow.workers;

import java.time.Instant;
import java.util.Optional;

/**
 * The status of a {@link Worker}.
 *
 * @param restarts how often it was restarted after a failure
 * @param lastFailure the newest failure; kept after it works again
 */
public record WorkerStatus(
    String name, WorkerState state, long restarts, Optional<Failure> lastFailure) {

  /** A failure and its time. */
  public record Failure(Throwable cause, Instant at) {}
}
