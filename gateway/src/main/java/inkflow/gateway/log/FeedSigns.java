package inkflow.gateway.log;

import inkflow.gateway.health.PartHealth;
import inkflow.workers.WorkerStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Observes the feed, for its health: when the broker last answered, and the lag. */
final class FeedSigns {
  /** The broker answers a fetch at least every half second, also when there is nothing new. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final LongSupplier nanoTime;
  private volatile long answeredAt;
  private volatile long lag;

  FeedSigns(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.answeredAt = nanoTime.getAsLong();
  }

  /** The broker has answered a fetch. Feed thread. */
  void answered() {
    answeredAt = nanoTime.getAsLong();
  }

  /**
   * Feed's thread.
   *
   * @param records records on the topics that are not delivered yet
   */
  void lag(long records) {
    lag = records;
  }

  List<PartHealth> parts(WorkerStatus worker) {
    long silence = nanoTime.getAsLong() - answeredAt;
    PartHealth broker = PartHealth.ok("broker");
    if (silence > PATIENCE.toNanos()) {
      broker = broker.butIll("no answer for " + silence / 1_000_000_000 + " s");
    }
    return List.of(
        broker.with("lastAnswerMillis", silence / 1_000_000),
        PartHealth.of("feed", worker).with("lag", lag));
  }
}
