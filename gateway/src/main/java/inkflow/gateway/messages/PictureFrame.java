package inkflow.gateway.messages;

import inkflow.GeneratedFrame;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;

/**
 * A generated frame as it goes out: encoded once, shared by all who watch.
 *
 * @param message for sockets: header and image, as {@link PictureMessage}
 * @param image the encoded image alone
 */
public record PictureFrame(
    long frameNumber,
    long canvasOffset,
    Instant renderedAt,
    String contentType,
    Buffer message,
    Buffer image) {
  private static final Set<String> NOT_IN_HEADER = Set.of("sessionId", "bytes");

  public static PictureFrame of(GeneratedFrame frame) {
    String header =
        RecordJson.object(
            out -> {
              out.writeStringField("type", "frame");
              RecordJson.writeFields(out, frame, NOT_IN_HEADER);
            });
    ByteBuffer bytes = frame.getBytes();
    Buffer message = PictureMessage.encode(header, bytes);
    return new PictureFrame(
        frame.getFrameNumber(),
        frame.getCanvasOffset(),
        frame.getRenderedAt(),
        frame.getContentType(),
        message,
        message.slice(message.length() - bytes.remaining(), message.length()));
  }

  /**
   * Whether this follows {@code seen}. Numbers never repeat, so a lower one is a repeat after a
   * recovery; unless its canvas is later, which only happens when the job lost its counter.
   */
  public boolean follows(PictureFrame seen) {
    return frameNumber > seen.frameNumber || canvasOffset > seen.canvasOffset;
  }

  public int sizeInBytes() {
    return message.length();
  }
}
