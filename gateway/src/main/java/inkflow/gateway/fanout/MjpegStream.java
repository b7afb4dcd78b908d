package inkflow.gateway.fanout;

import inkflow.gateway.messages.PictureFrame;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * A viewer with an {@code <img>}, a media player or OBS: multipart/x-mixed-replace, one part per
 * picture. Event loop only.
 *
 * <p>Each part is followed at once by its closing boundary, because browsers show a part only when
 * they see its end.
 */
public final class MjpegStream implements Subscriber {
  private static final String BOUNDARY = "inkflow-frame";
  private final HttpServerResponse response;
  private final FrameSlot slot;

  public MjpegStream(HttpServerResponse response, GatewayMetrics metrics) {
    this.response = response;
    this.slot = new FrameSlot(this::write, metrics);
  }

  public void open(String sessionId, Sessions sessions) {
    response
        .setChunked(true)
        .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY)
        .putHeader("Cache-Control", "no-store");
    response.closeHandler(
        ignored -> {
          slot.close();
          sessions.leave(sessionId, this);
        });
    response.exceptionHandler(ignored -> slot.close());
    response.write("--" + BOUNDARY + "\r\n");
    sessions.join(sessionId, this);
  }

  private Future<Void> write(PictureFrame frame) {
    String head =
        ("Content-Type: " + frame.contentType() + "\r\n")
            + ("Content-Length: " + frame.image().length() + "\r\n")
            + ("X-Frame-Number: " + frame.frameNumber() + "\r\n\r\n");
    return response.write(
        Buffer.buffer(head).appendBuffer(frame.image()).appendString("\r\n--" + BOUNDARY + "\r\n"));
  }

  @Override
  public void onFrame(PictureFrame frame) {
    slot.offer(frame);
  }

  @Override
  public boolean isEditor() {
    return false;
  }

  @Override
  public void goAway() {
    response.end();
  }
}
