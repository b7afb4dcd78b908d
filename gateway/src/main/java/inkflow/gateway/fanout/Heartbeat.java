package inkflow.gateway.fanout;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/**
 * Pings a socket and closes it when two pings in a row are not answered: a tablet that loses its
 * network doesn't close the connection. Event loop only.
 */
public final class Heartbeat {
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final int MOST_UNANSWERED = 2;
  private final ServerWebSocket socket;
  private int unanswered;

  private Heartbeat(ServerWebSocket socket) {
    this.socket = socket;
  }

  public static void watch(ServerWebSocket socket, Vertx vertx) {
    Heartbeat heartbeat = new Heartbeat(socket);
    socket.pongHandler(ignored -> heartbeat.unanswered = 0);
    vertx.setPeriodic(INTERVAL.toMillis(), timer -> heartbeat.beat(vertx, timer));
  }

  private void beat(Vertx vertx, long timer) {
    if (socket.isClosed()) {
      vertx.cancelTimer(timer);
    } else if (unanswered == MOST_UNANSWERED) {
      vertx.cancelTimer(timer);
      socket.close();
    } else {
      unanswered++;
      socket.writePing(Buffer.buffer("inkflow"));
    }
  }
}
