package inkflow.gateway.editing;

import inkflow.gateway.messages.CloseCode;
import io.vertx.core.http.ServerWebSocket;

/**
 * Sends text messages to one socket. None may be dropped, so a client that reads too slowly is
 * closed with code 1013. Event loop only.
 */
final class TextOutlet {
  private static final int MOST_WAITING = 16 << 20;
  private final ServerWebSocket socket;
  private long waiting;

  TextOutlet(ServerWebSocket socket) {
    this.socket = socket;
  }

  void send(String json) {
    if (socket.isClosed()) {
      return;
    }
    if (waiting > MOST_WAITING) {
      socket.close(CloseCode.TRY_AGAIN_LATER, "too slow to hear what others do");
      return;
    }
    waiting += json.length();
    socket.writeTextMessage(json).onComplete(ignored -> waiting -= json.length());
  }
}
