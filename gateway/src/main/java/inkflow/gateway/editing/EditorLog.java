package inkflow.gateway.editing;

import inkflow.CameraFrame;
import inkflow.Join;
import inkflow.Leave;
import inkflow.Role;
import inkflow.SketchEvent;
import inkflow.gateway.fanout.GatewayMetrics;
import inkflow.gateway.log.EventLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Writes one editor's events to the log. Called on the event loop; the returned stages complete on
 * the log's thread.
 *
 * <p>Join and Leave carry the client's last known clientSeq and don't use a new one. An event that
 * was lost with the connection is sent again with its old number, which must not count as a repeat.
 */
final class EditorLog {
  private final EditorSocket.Client client;
  private final EventLog.Writer writer;
  private final EventLog log;
  private final GatewayMetrics metrics;
  private final Clock clock;
  private long lastSeq;
  private boolean left;

  EditorLog(EditorSocket.Client client, EventLog log, GatewayMetrics metrics, Clock clock) {
    this.client = client;
    this.log = log;
    this.writer = log.writer();
    this.metrics = metrics;
    this.clock = clock;
    this.lastSeq = client.lastSeq();
  }

  /** Completes with the offset of the join. */
  CompletionStage<Long> join() {
    return publish(writer, event(new Join(Role.EDITOR, client.displayName())));
  }

  /**
   * Writes a Leave, once; does nothing after {@link #hasLeft}. Uses a new writer: a Leave takes no
   * number, so it may follow a lost record.
   */
  void leave() {
    if (!left) {
      left = true;
      publish(log.writer(), event(new Leave()));
    }
  }

  /**
   * Called when the client has another connection: a Leave of this one would come after the other's
   * Join.
   */
  void hasLeft() {
    left = true;
  }

  /** Completes with the offset of the event. */
  CompletionStage<Long> edit(SketchEvent event) {
    lastSeq = Math.max(lastSeq, event.getClientSeq());
    return publish(writer, event);
  }

  CompletionStage<Long> camera(CameraFrame frame) {
    return log.append(frame)
        .whenComplete(
            (offset, failure) -> {
              if (failure == null) {
                metrics.cameraFramePublished();
              } else {
                metrics.appendFailed();
              }
            });
  }

  private CompletionStage<Long> publish(EventLog.Writer writer, SketchEvent event) {
    Instant start = clock.instant();
    return writer
        .append(event)
        .whenComplete(
            (offset, failure) -> {
              if (failure == null) {
                metrics.eventPublished(Duration.between(start, clock.instant()));
              } else {
                metrics.appendFailed();
              }
            });
  }

  private SketchEvent event(Object event) {
    return new SketchEvent(client.sessionId(), client.clientId(), lastSeq, clock.instant(), event);
  }
}
