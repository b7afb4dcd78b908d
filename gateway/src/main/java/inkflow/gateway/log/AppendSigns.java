package inkflow.gateway.log;

import inkflow.gateway.health.PartHealth;
import inkflow.workers.WorkerStatus;
import inkflow.workers.WorkerStatus.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The event log's signs of life: what waits for an answer, and how the last ones were. */
final class AppendSigns {
  private static final String PART = "producer";
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(4);

  /** After that a failure says nothing any more: nobody has tried again. */
  private static final Duration FAILURE_COUNTS = Duration.ofSeconds(40);

  private final LongSupplier nanoTime;
  private int waiting;
  private long waitingBytes;
  private long quietSince;
  private boolean failing;
  private long failedAt;
  private Optional<Failure> lastFailure = Optional.empty();

  AppendSigns(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void asked(int bytes) {
    if (waiting == 0) {
      quietSince = nanoTime.getAsLong();
    }
    waiting++;
    waitingBytes += bytes;
  }

  /**
   * @param failure null when the record is in the log
   */
  synchronized void answered(int bytes, Throwable failure) {
    waiting--;
    waitingBytes -= bytes;
    quietSince = nanoTime.getAsLong();
    // A record that is refused is its sender's fault, and the log answered.
    failing = failure != null && !(failure instanceof RecordRefusedException);
    if (failing) {
      failedAt = quietSince;
      lastFailure = Optional.of(new Failure(failure, Instant.now()));
    }
  }

  synchronized PartHealth health(WorkerStatus worker) {
    long now = nanoTime.getAsLong();
    long silence = waiting == 0 ? 0 : now - quietSince;
    PartHealth health = PartHealth.of(PART, worker);
    if (silence > LONGEST_SILENCE.toNanos()) {
      health = health.butIll("no answer to a write for " + silence / 1_000_000_000 + " s");
    } else if (failing && now - failedAt < FAILURE_COUNTS.toNanos()) {
      health = health.butIll("the last write failed");
    }
    return health
        .with(lastFailure.or(worker::lastFailure))
        .with("waiting", waiting)
        .with("waitingBytes", waitingBytes);
  }
}
