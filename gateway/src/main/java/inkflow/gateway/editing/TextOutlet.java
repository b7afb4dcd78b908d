package inkflow.gateway.editing;

import inkflow.gateway.messages.CloseCode;
import io.vertx.core.http.ServerWebSocket;

/**
 * The text messages to one socket, none of which may be left out: whoever reads too slowly for them
 * is closed with 1013. Event loop.
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
