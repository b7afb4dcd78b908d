package inkflow.operators.records;

import inkflow.SketchEvent;
import java.util.Objects;

/**
 * A sketch event and where on its topic it lies.
 *
 * @param partition of {@code sketch-events}
 * @param offset in that partition; a session lives in one partition, so it orders its events
 * @param timestamp of the Kafka record, milliseconds since 1970; a replay sees the same
 */
public record SourceEvent(SketchEvent event, int partition, long offset, long timestamp) {

  public SourceEvent {
    Objects.requireNonNull(event, "event");
  }

  public String sessionId() {
    return event.getSessionId();
  }
}
