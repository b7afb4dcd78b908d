package inkflow.operators.records;

import inkflow.SketchEvent;
import java.util.Objects;

/**
 * A sketch event with its position on the topic.
 *
 * @param partition of {@code sketch-events}
 * @param offset in that partition; orders a session's events, because all are in one partition
 * @param timestamp of the Kafka record, milliseconds since 1970; the same in a replay
 */
public record SourceEvent(SketchEvent event, int partition, long offset, long timestamp) {

  public SourceEvent {
    Objects.requireNonNull(event, "event");
  }

  public String sessionId() {
    return event.getSessionId();
  }
}
