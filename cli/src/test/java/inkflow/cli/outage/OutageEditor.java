package inkflow.cli.outage;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.gateway.messages.RecordJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An editor that does as the page does: keeps what is not acknowledged, connects again, sends it
 * again. Lives on one event loop; the counts may be read by any thread.
 */
final class OutageEditor {
  private static final long RETRY_MILLIS = 500;
  private final Vertx vertx;
  private final WebSocketClient client;
  private final WebSocketConnectOptions to;
  private final String path;
  final String clientId;
  final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<Long, String> kept = new LinkedHashMap<>();
  private WebSocket socket;
  private long seq;
  volatile int waiting;
  final AtomicInteger connections = new AtomicInteger();
  volatile long newestFrame;

  OutageEditor(Vertx vertx, WebSocketClient client, int port, String session, String clientId) {
    this.vertx = vertx;
    this.client = client;
    this.clientId = clientId;
    this.path = "/ws/sessions/" + session + "?client=" + clientId + "&seq=";
    this.to = new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port);
  }

  void connect() {
    long first = kept.isEmpty() ? seq + 1 : kept.keySet().iterator().next();
    client
        .connect(new WebSocketConnectOptions(to).setURI(path + (first - 1)))
        .onSuccess(this::opened)
        .onFailure(e -> again());
  }

  private void opened(WebSocket opened) {
    socket = opened;
    connections.incrementAndGet();
    opened.textMessageHandler(this::heard);
    opened.binaryMessageHandler(message -> newestFrame = System.nanoTime());
    opened.closeHandler(
        ignored -> {
          socket = null;
          again();
        });
    opened.exceptionHandler(e -> opened.close());
    kept.values().forEach(opened::writeTextMessage);
  }

  private void again() {
    vertx.setTimer(RETRY_MILLIS, ignored -> connect());
  }

  private void heard(String text) {
    try {
      JsonNode message = RecordJson.MAPPER.readTree(text);
      if (message.path("type").asText().equals("ack")) {
        acknowledged.add(message.get("clientSeq").asLong());
        kept.remove(message.get("clientSeq").asLong());
        waiting = kept.size();
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Draws one disc, of which the canvas has one a client. */
  void draw() {
    seq++;
    String event =
        """
        {"type":"event","clientSeq":%d,"event":{"%s":{"objectId":"%s",%s}}}\
        """
            .formatted(
                seq,
                seq == 1 ? "ObjectAdded" : "ObjectChanged",
                clientId,
                seq == 1
                    ? """
                    "object":{"Shape":{"kind":"ELLIPSE","fill":-256,"points":[{"x":0.4,"y":0.4},\
                    {"x":0.6,"y":0.6}]}}\
                    """
                    : "\"transform\":[1,0,%s,0,1,0]".formatted((seq % 100) / 300.0));
    kept.put(seq, event);
    waiting = kept.size();
    if (socket != null) {
      socket.writeTextMessage(event);
    }
  }
}
