package inkflow.gateway.fanout;

import io.vertx.core.Context;
import java.util.concurrent.Semaphore;

/**
 * Passes tasks from the feed's thread to the event loop, with a bound in bytes. If the loop is
 * slower, the feed's thread waits; unread records stay on the broker.
 */
final class Handoff {
  static final int MOST_BYTES = 32 << 20;

  /** Overhead counted per task, bytes. */
  private static final int TASK_BYTES = 512;

  private final Context loop;
  private final Semaphore room = new Semaphore(MOST_BYTES);

  Handoff(Context loop) {
    this.loop = loop;
  }

  /** Runs {@code task} on the loop; blocks while the bound is reached. One thread only. */
  void hand(int bytes, Runnable task) {
    int taken = Math.min(bytes + TASK_BYTES, MOST_BYTES);
    room.acquireUninterruptibly(taken);
    loop.runOnContext(
        ignored -> {
          try {
            task.run();
          } finally {
            room.release(taken);
          }
        });
  }

  /** Bytes handed over and not processed yet. */
  int bytes() {
    return MOST_BYTES - room.availablePermits();
  }
}
