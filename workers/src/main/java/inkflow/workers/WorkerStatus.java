package inkflow.workers;

import java.time.Instant;
import java.util.Optional;

/**
 * How a {@link Worker} is.
 *
 * @param restarts how often it was started again after a failure
 * @param lastFailure the newest failure; stays when it works again
 */
public record WorkerStatus(
    String name, WorkerState state, long restarts, Optional<Failure> lastFailure) {

  /** A failure, and when it was. */
  public record Failure(Throwable cause, Instant at) {}
}
