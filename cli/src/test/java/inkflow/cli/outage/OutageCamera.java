package inkflow.cli.outage;

import inkflow.gateway.messages.PictureMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** A camera that sends pictures of 60 KB as fast as its line takes them, up to a rate. */
final class OutageCamera {
  private static final int BYTES = 60_000;
  private static final long RETRY_MILLIS = 500;
  private final byte[] picture = picture();
  private final Vertx vertx;
  private final WebSocketClient client;
  private final WebSocketConnectOptions to;
  private WebSocket socket;
  private long number;

  OutageCamera(Vertx vertx, WebSocketClient client, int port, String session) {
    this.vertx = vertx;
    this.client = client;
    this.to =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/ws/sessions/" + session + "?client=camera");
  }

  void connect() {
    client.connect(to).onSuccess(this::opened).onFailure(e -> again());
  }

  private void opened(WebSocket opened) {
    socket = opened;
    opened.closeHandler(
        ignored -> {
          socket = null;
          again();
        });
    opened.exceptionHandler(e -> opened.close());
  }

  private void again() {
    vertx.setTimer(RETRY_MILLIS, ignored -> connect());
  }

  void shoot() {
    if (socket != null && !socket.writeQueueFull()) {
      number++;
      Buffer message =
          PictureMessage.encode(
              """
              {"type":"camera","frameNumber":%d,"width":64,"height":64,"contentType":"image/jpeg"}\
              """
                  .formatted(number),
              ByteBuffer.wrap(picture));
      socket.writeBinaryMessage(message);
    }
  }

  /** A small one, made long by what decoders leave unread. */
  private static byte[] picture() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Arrays.copyOf(bytes.toByteArray(), BYTES);
  }
}
