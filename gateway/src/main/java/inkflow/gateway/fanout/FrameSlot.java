package inkflow.gateway.fanout;

import inkflow.gateway.messages.PictureFrame;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * Sends a subscriber the newest frames: one is being written and at most one waits, always the
 * newest. A subscriber that can't keep up skips frames. It never gets old ones, never holds memory
 * for more than two, and never delays others.
 *
 * <p>Lives on the gateway's event loop.
 */
public final class FrameSlot {
  private final Function<PictureFrame, Future<Void>> write;
  private final GatewayMetrics metrics;
  private PictureFrame waiting;
  private boolean writing;
  private boolean closed;
  private long sent;
  private long skipped;

  /**
   * @param write completes when the picture has been written to the network
   */
  public FrameSlot(Function<PictureFrame, Future<Void>> write, GatewayMetrics metrics) {
    this.write = write;
    this.metrics = metrics;
  }

  public void offer(PictureFrame frame) {
    if (closed) {
      return;
    }
    if (!writing) {
      send(frame);
      return;
    }
    if (waiting != null) {
      skipped++;
      metrics.frameSkipped();
    }
    waiting = frame;
  }

  private void send(PictureFrame frame) {
    writing = true;
    sent++;
    metrics.frameSent(frame.sizeInBytes());
    write.apply(frame).onComplete(written -> next(written.succeeded()));
  }

  private void next(boolean succeeded) {
    writing = false;
    PictureFrame frame = waiting;
    waiting = null;
    if (succeeded && frame != null && !closed) {
      send(frame);
    }
  }

  public void close() {
    closed = true;
    waiting = null;
  }

  long sent() {
    return sent;
  }

  long skipped() {
    return skipped;
  }
}
