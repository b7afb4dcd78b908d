package inkflow.gateway.fanout;

import inkflow.gateway.messages.CloseCode;
import inkflow.gateway.messages.PictureFrame;
import inkflow.gateway.messages.ServerMessages;
import io.vertx.core.http.ServerWebSocket;

/**
 * A viewer's WebSocket. Ignores what a viewer sends, and writes nothing to the log. Event loop
 * only.
 */
public final class ViewerSocket implements Subscriber {
  private final ServerWebSocket socket;
  private final FrameSlot slot;

  public ViewerSocket(ServerWebSocket socket, GatewayMetrics metrics) {
    this.socket = socket;
    this.slot = new FrameSlot(frame -> socket.writeBinaryMessage(frame.message()), metrics);
  }

  public void open(String sessionId, Sessions sessions) {
    socket.closeHandler(
        ignored -> {
          slot.close();
          sessions.leave(sessionId, this);
        });
    socket.exceptionHandler(ignored -> socket.close());
    sessions.join(sessionId, this);
  }

  @Override
  public void onFrame(PictureFrame frame) {
    slot.offer(frame);
  }

  @Override
  public void onPresence(int editors, int viewers) {
    tell(ServerMessages.presence(editors, viewers));
  }

  @Override
  public void onHealth(String json) {
    tell(json);
  }

  private void tell(String json) {
    if (!socket.isClosed() && !socket.writeQueueFull()) {
      socket.writeTextMessage(json);
    }
  }

  @Override
  public boolean isEditor() {
    return false;
  }

  @Override
  public void goAway() {
    socket.close(CloseCode.GOING_AWAY);
  }
}
