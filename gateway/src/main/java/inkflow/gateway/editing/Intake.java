package inkflow.gateway.editing;

import io.vertx.core.streams.ReadStream;

/**
 * What one socket has brought that the log doesn't have yet. While it is too much, or too much in
 * all sockets, the socket is not read: its sender slows down and nothing is lost. Lives on the
 * gateway's event loop.
 */
final class Intake {
  /** Enough for the quickest hands; one message may go beyond it. */
  static final long MOST_BYTES = 4 << 20;

  static final int MOST_MESSAGES = 512;

  /** What a message costs besides its bytes. */
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

  /** Takes a message in; false if the gateway has no room for it. {@link #give} it back later. */
  boolean take(int size) {
    if (!budget.take(size + MESSAGE_BYTES)) {
      return false;
    }
    bytes += size + MESSAGE_BYTES;
    messages++;
    pauseOrGoOn();
    return true;
  }

  /** The log has a message, or nobody wants it any more. */
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

  /** The socket is closed; what it has brought stays counted until it is given back. */
  void close() {
    closed = true;
    budget.remove(this);
  }
}
