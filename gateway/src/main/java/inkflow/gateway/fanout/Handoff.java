package inkflow.gateway.fanout;

import io.vertx.core.Context;
import java.util.concurrent.Semaphore;

/**
 * The way from the feed's thread to the event loop: so many bytes are on it at most. A feed that is
 * faster than the loop waits, and the broker keeps what it doesn't read.
 */
final class Handoff {
  static final int MOST_BYTES = 32 << 20;

  /** What a task costs besides its record. */
  private static final int TASK_BYTES = 512;

  private final Context loop;
  private final Semaphore room = new Semaphore(MOST_BYTES);

  Handoff(Context loop) {
    this.loop = loop;
  }

  /** Runs {@code task} on the loop; waits first while there is no room. One thread only. */
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

  /** Bytes on the way now. */
  int bytes() {
    return MOST_BYTES - room.availablePermits();
  }
}
