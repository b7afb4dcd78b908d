package inkflow.gateway.log;

import inkflow.gateway.health.PartHealth;
import inkflow.workers.WorkerStatus;
import inkflow.workers.WorkerStatus.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Observes the event log's appends, for its health: those without an answer, and the results of the
 * last ones.
 */
final class AppendSigns {
  private static final String PART = "producer";
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(4);

  /** After this time without another append, a failure no longer counts. */
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
   * @param failure null if the record is in the log
   */
  synchronized void answered(int bytes, Throwable failure) {
    waiting--;
    waitingBytes -= bytes;
    quietSince = nanoTime.getAsLong();
    // A refused record is the sender's fault; the log itself works.
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
