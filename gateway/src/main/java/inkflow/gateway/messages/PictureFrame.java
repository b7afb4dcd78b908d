package inkflow.gateway.messages;

import inkflow.GeneratedFrame;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Set;

/**
 * A generated frame encoded for sending; encoded once and shared by all subscribers.
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
   * Whether this frame is newer than {@code seen}. Frame numbers rise, so one that is not higher is
   * a repeat after a recovery, unless its canvas is later: that happens only if the job was started
   * without its state.
   */
  public boolean follows(PictureFrame seen) {
    return frameNumber > seen.frameNumber || canvasOffset > seen.canvasOffset;
  }

  public int sizeInBytes() {
    return message.length();
  }
}
