package inkflow.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.gateway.messages.BadMessageException;
import inkflow.gateway.messages.PictureMessage;
import inkflow.gateway.messages.RecordJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that stores what it receives. */
public final class TestingClient {
  public final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  public final List<Long> frameNumbers = new CopyOnWriteArrayList<>();
  public final List<PictureMessage> frames = new CopyOnWriteArrayList<>();
  public volatile Short closeCode;

  /** Kept in a field, because an unreferenced client is closed together with its connections. */
  private final WebSocketClient client;

  private final WebSocket socket;

  private TestingClient(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.textMessageHandler(text -> messages.add(json(text)));
    socket.binaryMessageHandler(this::frame);
    socket.closeHandler(ignored -> closeCode = socket.closeStatusCode());
  }

  public static TestingClient connect(Vertx vertx, Gateway gateway, String path) throws Exception {
    WebSocketConnectOptions to =
        new WebSocketConnectOptions().setHost("localhost").setPort(gateway.port()).setURI(path);
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(64 << 20).setMaxMessageSize(64 << 20));
    return client
        .connect(to)
        .map(socket -> new TestingClient(client, socket))
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private void frame(Buffer message) {
    try {
      PictureMessage picture = PictureMessage.decode(message);
      frames.add(picture);
      frameNumbers.add(picture.header().get("frameNumber").asLong());
    } catch (BadMessageException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return RecordJson.MAPPER.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  public List<JsonNode> messages(String type) {
    return messages.stream().filter(m -> m.path("type").asText().equals(type)).toList();
  }

  public void send(String text) {
    socket.writeTextMessage(text);
  }

  public void send(String header, byte[] image) {
    socket.writeBinaryMessage(PictureMessage.encode(header, java.nio.ByteBuffer.wrap(image)));
  }

  /** Sends one binary message in several frames. */
  public void sendParts(byte[]... parts) {
    for (int i = 0; i < parts.length; i++) {
      Buffer part = Buffer.buffer(parts[i]);
      boolean last = i == parts.length - 1;
      socket.writeFrame(
          i == 0
              ? WebSocketFrame.binaryFrame(part, last)
              : WebSocketFrame.continuationFrame(part, last));
    }
  }

  /** Stops reading, as a browser does on a bad line. */
  public void stall() {
    socket.pause();
  }

  public void goOn() {
    socket.resume();
  }

  public void close() {
    socket.close().onComplete(ignored -> client.close());
  }
}
