package inkflow.gateway.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.Snapshot;
import java.util.List;
import java.util.Set;

/** The gateway's JSON messages to editors; docs/protocol.md describes each. */
public final class ServerMessages {
  private ServerMessages() {}

  public static String welcome(String sessionId, String clientId) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "welcome");
          out.writeStringField("sessionId", sessionId);
          out.writeStringField("clientId", clientId);
        });
  }

  public static String ack(long clientSeq, long offset) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "ack");
          out.writeNumberField("clientSeq", clientSeq);
          out.writeNumberField("offset", offset);
        });
  }

  /** Tells the sender of an event its offset in the log. The event itself is not repeated. */
  public static String logged(SketchEvent event, long offset) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "logged");
          out.writeNumberField("offset", offset);
          out.writeNumberField("clientSeq", event.getClientSeq());
          out.writeStringField("kind", event.getEvent().getClass().getSimpleName());
        });
  }

  /** Tells the others that an event was refused. The reason goes only to its sender. */
  public static String refused(Notice notice) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "refused");
          out.writeStringField("clientId", notice.getClientId());
          out.writeNumberField("clientSeq", notice.getClientSeq());
        });
  }

  /** What the job's model can do. */
  public static String model(ModelCard model) {
    ObjectNode message = RecordJson.MAPPER.createObjectNode().put("type", "model");
    return message.setAll(RecordJson.MAPPER.<ObjectNode>valueToTree(model)).toString();
  }

  public static String pong(double at) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "pong");
          out.writeNumberField("at", at);
        });
  }

  public static String presence(int editors, int viewers) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "presence");
          out.writeNumberField("editors", editors);
          out.writeNumberField("viewers", viewers);
        });
  }

  /**
   * @param ill names of the parts of the way to a picture that are ill now
   */
  public static String health(List<String> ill) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "health");
          out.writeArrayFieldStart("ill");
          for (String part : ill) {
            out.writeString(part);
          }
          out.writeEndArray();
        });
  }

  public static String snapshot(SessionUpdate update) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "snapshot");
          out.writeNumberField("canvasOffset", update.getCanvasOffset());
          RecordJson.writeFields(out, (Snapshot) update.getUpdate(), Set.of());
        });
  }

  public static String notice(Notice notice) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "notice");
          RecordJson.writeFields(out, notice, Set.of("clientId"));
        });
  }

  /** With the event's clientSeq where it is known: the client is not to send it again. */
  public static String error(BadMessageException problem) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "error");
          if (problem.clientSeq().isPresent()) {
            out.writeNumberField("clientSeq", problem.clientSeq().getAsLong());
          }
          out.writeStringField("key", problem.key());
          out.writeStringField("value", problem.value());
          out.writeStringField("expected", problem.expected());
        });
  }

  /** An event that the log refuses. */
  public static String refusedByLog(long clientSeq, int bytes) {
    return RecordJson.object(
        out -> {
          out.writeStringField("type", "error");
          out.writeNumberField("clientSeq", clientSeq);
          out.writeStringField("key", "message length");
          out.writeStringField("value", Integer.toString(bytes));
          out.writeStringField("expected", "what the event log takes");
        });
  }
}
