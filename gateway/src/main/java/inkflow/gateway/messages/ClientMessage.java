package inkflow.gateway.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.CameraFrame;
import inkflow.SketchEvent;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Clock;

/** A message from an editor; docs/protocol.md lists all. */
public sealed interface ClientMessage {
  /** The largest integer that JavaScript represents exactly. */
  long MOST_CLIENT_SEQ = (1L << 53) - 1;

  /** A sketch event. */
  record Edit(SketchEvent event) implements ClientMessage {}

  /** A picture of a camera or a screen. */
  record Camera(CameraFrame frame) implements ClientMessage {}

  /** Asks for an echo, to measure the round trip and to detect a dead connection. */
  record Ping(double at) implements ClientMessage {}

  /** Asks for a new snapshot. */
  record Resync() implements ClientMessage {}

  /** Reads the messages of one client and adds its session and client ids. */
  final class Reader {
    private static final long FARTHEST_AHEAD = 1_000_000;
    private static final String TYPES = "event, camera, ping, resync";
    private final String sessionId;
    private final String clientId;
    private final Clock clock;
    private final int maxTextMessage;
    private long lastSeq;

    /**
     * @param lastSeq the client's last known clientSeq; the next ones may not be far above it
     */
    public Reader(
        String sessionId, String clientId, long lastSeq, Clock clock, int maxTextMessage) {
      this.sessionId = sessionId;
      this.clientId = clientId;
      this.lastSeq = lastSeq;
      this.clock = clock;
      this.maxTextMessage = maxTextMessage;
    }

    public ClientMessage readText(String text) throws BadMessageException {
      if (text.length() > maxTextMessage) {
        throw new BadMessageException(
            "message length", Integer.toString(text.length()), "<= " + maxTextMessage);
      }
      JsonNode json = parse(text);
      return switch (json.path("type").asText()) {
        case "event" -> edit((ObjectNode) json);
        case "ping" -> new Ping(json.path("at").asDouble());
        case "resync" -> new Resync();
        default -> throw unknownType(json);
      };
    }

    public ClientMessage readBinary(Buffer message) throws BadMessageException {
      PictureMessage picture = PictureMessage.decode(message);
      JsonNode header = picture.header();
      return switch (header.path("type").asText()) {
        case "camera" -> camera((ObjectNode) header, picture.bytes());
        case "event" -> imageEdit((ObjectNode) header, picture.bytes());
        default -> throw unknownType(header);
      };
    }

    private Edit edit(ObjectNode json) throws BadMessageException {
      JsonNode number = json.path("clientSeq");
      try {
        SketchEvent event = event(json);
        lastSeq = Math.max(lastSeq, require(event.getClientSeq()));
        return new Edit(event);
      } catch (BadMessageException e) {
        throw e.about(number);
      }
    }

    /**
     * Refuses a clientSeq that is far ahead: after it, all further events of the client would be
     * repeats.
     */
    private long require(long clientSeq) throws BadMessageException {
      long most = Math.min(MOST_CLIENT_SEQ, lastSeq + FARTHEST_AHEAD);
      if (clientSeq < 0 || clientSeq > most) {
        throw new BadMessageException(
            "message.clientSeq", Long.toString(clientSeq), "0 to " + most);
      }
      return clientSeq;
    }

    private SketchEvent event(ObjectNode json) throws BadMessageException {
      json.remove("type");
      json.put("sessionId", sessionId).put("clientId", clientId);
      if (!json.has("sentAt")) {
        json.put("sentAt", RecordJson.micros(clock.instant()));
      }
      return (SketchEvent) RecordJsonReader.read(SketchEvent.SCHEMA$, json, "message");
    }

    /** An ObjectAdded whose Image has its bytes after the header instead of in base64. */
    private Edit imageEdit(ObjectNode json, ByteBuffer bytes) throws BadMessageException {
      if (!(json.at("/event/ObjectAdded/object/Image") instanceof ObjectNode image)) {
        throw new BadMessageException(
            "message.event", json.path("event").toString(), "an ObjectAdded with an Image");
      }
      image.put("bytes", bytes.array());
      return edit(json);
    }

    private Camera camera(ObjectNode json, ByteBuffer bytes) throws BadMessageException {
      json.remove("type");
      json.put("sessionId", sessionId).put("bytes", new byte[0]);
      if (!json.has("sourceId")) {
        json.put("sourceId", clientId);
      }
      if (!json.has("capturedAt")) {
        json.put("capturedAt", RecordJson.micros(clock.instant()));
      }
      CameraFrame frame = (CameraFrame) RecordJsonReader.read(CameraFrame.SCHEMA$, json, "message");
      frame.setBytes(bytes);
      return new Camera(frame);
    }

    private static JsonNode parse(String text) throws BadMessageException {
      try {
        JsonNode json = RecordJson.MAPPER.readTree(text);
        if (json.isObject()) {
          return json;
        }
      } catch (JsonProcessingException e) {
        throw new BadMessageException("message", text, "JSON: " + e.getOriginalMessage());
      }
      throw new BadMessageException("message", text, "a JSON object");
    }

    private static BadMessageException unknownType(JsonNode json) {
      return new BadMessageException("message.type", json.path("type").toString(), TYPES);
    }
  }
}
