package inkflow.gateway.editing;

import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.gateway.fanout.FrameSlot;
import inkflow.gateway.fanout.GatewayMetrics;
import inkflow.gateway.fanout.Sessions;
import inkflow.gateway.fanout.Subscriber;
import inkflow.gateway.log.EventLog;
import inkflow.gateway.messages.BadMessageException;
import inkflow.gateway.messages.ClientMessage;
import inkflow.gateway.messages.CloseCode;
import inkflow.gateway.messages.PictureFrame;
import inkflow.gateway.messages.ServerMessages;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;

/**
 * One editor's connection: joins, writes the editor's events to the log, acknowledges them, and
 * sends pictures and other editors' events. Event loop only.
 */
public final class EditorSocket implements Subscriber {
  private static final int MOST_UNACKNOWLEDGED = 512;

  private final ServerWebSocket socket;
  private final Client client;
  private final Services services;
  private final Context loop = Vertx.currentContext();
  private final ClientMessage.Reader reader;
  private final EditorLog log;
  private final TextOutlet text;
  private final AwaitedSnapshot awaited;
  private final FrameSlot slot;
  private int unacknowledged;

  /**
   * The client at the other end.
   *
   * @param lastSeq last clientSeq that the client knows to be in the log; 0 for a new client
   */
  public record Client(String sessionId, String clientId, String displayName, long lastSeq) {}

  /**
   * Shared by all editors' connections.
   *
   * @param maxTextMessage most characters of one JSON message
   */
  public record Services(
      Sessions sessions, EventLog log, GatewayMetrics metrics, Clock clock, int maxTextMessage) {}

  public EditorSocket(ServerWebSocket socket, Client client, Services services) {
    this.socket = socket;
    this.client = client;
    this.services = services;
    this.log = new EditorLog(client, services.log(), services.metrics(), services.clock());
    this.text = new TextOutlet(socket);
    this.awaited = new AwaitedSnapshot(client.clientId());
    this.reader =
        new ClientMessage.Reader(
            client.sessionId(), client.clientId(), services.clock(), services.maxTextMessage());
    this.slot =
        new FrameSlot(frame -> socket.writeBinaryMessage(frame.message()), services.metrics());
  }

  public void open() {
    socket.textMessageHandler(json -> receive(() -> reader.readText(json)));
    socket.binaryMessageHandler(bytes -> receive(() -> reader.readBinary(bytes)));
    socket.closeHandler(ignored -> closed());
    socket.exceptionHandler(ignored -> socket.close(CloseCode.INTERNAL_ERROR));
    text.send(ServerMessages.welcome(client.sessionId(), client.clientId()));
    services.sessions().replace(client.sessionId(), client.clientId());
    services.sessions().join(client.sessionId(), this);
    join();
  }

  private void join() {
    awaited.asked();
    log.join().thenAccept(offset -> loop.runOnContext(ignored -> awaited.joined(offset)));
  }

  private void closed() {
    slot.close();
    services.sessions().leave(client.sessionId(), this);
    log.leave();
  }

  @FunctionalInterface
  private interface Read {
    ClientMessage message() throws BadMessageException;
  }

  private void receive(Read read) {
    try {
      handle(read.message());
    } catch (BadMessageException e) {
      services.metrics().messageRefused();
      text.send(ServerMessages.error(e));
    }
  }

  private void handle(ClientMessage message) {
    if (message instanceof ClientMessage.Edit edit) {
      edit(edit.event());
    } else if (message instanceof ClientMessage.Camera camera) {
      log.camera(camera.frame());
    } else if (message instanceof ClientMessage.Ping ping) {
      text.send(ServerMessages.pong(ping.at()));
    } else {
      join();
    }
  }

  private void edit(SketchEvent event) {
    if (++unacknowledged == MOST_UNACKNOWLEDGED) {
      socket.pause();
    }
    log.edit(event)
        .whenComplete(
            (offset, failure) -> loop.runOnContext(ignored -> acknowledge(event, offset, failure)));
  }

  private void acknowledge(SketchEvent event, Long offset, Throwable failure) {
    if (unacknowledged-- == MOST_UNACKNOWLEDGED) {
      socket.resume();
    }
    if (failure == null) {
      text.send(ServerMessages.ack(event.getClientSeq(), offset));
    } else {
      // Closing makes the client resend this event and those after it, in order.
      socket.close(CloseCode.INTERNAL_ERROR, "the event log takes no writes");
    }
  }

  @Override
  public void onFrame(PictureFrame frame) {
    slot.offer(frame);
  }

  @Override
  public void onPresence(int editors, int viewers) {
    text.send(ServerMessages.presence(editors, viewers));
  }

  @Override
  public void onModel(String json) {
    text.send(json);
  }

  @Override
  public void onSnapshot(SessionUpdate update) {
    if (awaited.isAnsweredBy(update)) {
      text.send(ServerMessages.snapshot(update));
    }
  }

  @Override
  public void onNotice(Notice notice) {
    boolean own = notice.getClientId().equals(client.clientId());
    text.send(own ? ServerMessages.notice(notice) : ServerMessages.refused(notice));
  }

  @Override
  public void onEvent(SketchEvent event, long offset, String json) {
    boolean own = event.getClientId().equals(client.clientId());
    text.send(own ? ServerMessages.logged(event, offset) : json);
  }

  @Override
  public void replacedBy(String clientId) {
    if (clientId.equals(client.clientId())) {
      log.hasLeft();
      socket.close(CloseCode.TRY_AGAIN_LATER, "connected again elsewhere");
    }
  }

  @Override
  public boolean isEditor() {
    return true;
  }

  @Override
  public void goAway() {
    log.leave();
    socket.close(CloseCode.GOING_AWAY);
  }
}
