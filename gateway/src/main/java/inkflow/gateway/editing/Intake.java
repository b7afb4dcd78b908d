package inkflow.gateway.editing;

import io.vertx.core.streams.ReadStream;

/**
 * Counts the bytes that one socket has received and the log doesn't have yet. Above a limit, for
 * this socket or for all together, the socket is paused: that is backpressure for the sender, and
 * nothing is lost. Event loop only.
 */
final class Intake {
  /** More than any drawing person sends; a single message may exceed it. */
  static final long MOST_BYTES = 4 << 20;

  static final int MOST_MESSAGES = 512;

  /** Overhead counted per message, bytes. */
  private static final int MESSAGE_BYTES = 512;

  private final ReadStream<?> socket;
  private final InwardBudget budget;
  private long bytes;
  private int messages;
  private boolean paused;
  private boolean closed;

  Intake(ReadStream<?> socket, InwardBudget budget) {
    this.socket = socket;
    this.budget = budget;
    budget.add(this);
    pauseOrGoOn();
  }

  /** Counts a message; false if the gateway's budget is full. Call {@link #give} later. */
  boolean take(int size) {
    if (!budget.take(size + MESSAGE_BYTES)) {
      return false;
    }
    bytes += size + MESSAGE_BYTES;
    messages++;
    pauseOrGoOn();
    return true;
  }

  /** Releases a message's bytes: it is in the log, or was dropped. */
  void give(int size) {
    budget.give(size + MESSAGE_BYTES);
    bytes -= size + MESSAGE_BYTES;
    messages--;
    pauseOrGoOn();
  }

  void pauseOrGoOn() {
    boolean full = budget.isTight() || bytes >= MOST_BYTES || messages >= MOST_MESSAGES;
    if (closed || full == paused) {
      return;
    }
    paused = full;
    if (paused) {
      socket.pause();
    } else {
      socket.resume();
    }
  }

  /** The socket is closed; its messages stay counted until {@link #give}. */
  void close() {
    closed = true;
    budget.remove(this);
  }
}
