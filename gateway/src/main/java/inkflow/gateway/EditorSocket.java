package inkflow.gateway;

import inkflow.Join;
import inkflow.Leave;
import inkflow.Notice;
import inkflow.Participant;
import inkflow.Role;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.Snapshot;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * One editor's connection: joins, writes what the editor does to the log, acknowledges it, and
 * passes on pictures and what others do. Lives on the gateway's event loop.
 *
 * <p>Join and Leave carry the last clientSeq known of the client and take no number of their own:
 * an event that was lost on its way with the connection must stay free to be sent again.
 */
final class EditorSocket implements Subscriber {
  private static final int MOST_UNACKNOWLEDGED = 512;
  private static final int MOST_TEXT_WAITING = 16 << 20;
  private static final short TRY_AGAIN_LATER = 1013;
  private static final short INTERNAL_ERROR = 1011;
  private static final short GOING_AWAY = 1001;

  private final ServerWebSocket socket;
  private final Client client;
  private final Services services;
  private final Context loop = Vertx.currentContext();
  private final ClientMessage.Reader reader;
  private final FrameSlot slot;
  private long lastSeq;
  private long joinedAt = Long.MAX_VALUE;
  private boolean wantsSnapshot = true;
  private boolean left;
  private int unacknowledged;
  private long textWaiting;

  /**
   * Who is at the other end.
   *
   * @param lastSeq the last clientSeq that the client knows to be in the log; 0 for a new one
   */
  record Client(String sessionId, String clientId, String displayName, long lastSeq) {}

  /**
   * What every editor's connection uses.
   *
   * @param maxTextMessage most characters of one JSON message
   */
  record Services(
      Sessions sessions, EventLog log, GatewayMetrics metrics, Clock clock, int maxTextMessage) {}

  EditorSocket(ServerWebSocket socket, Client client, Services services) {
    this.socket = socket;
    this.client = client;
    this.services = services;
    this.lastSeq = client.lastSeq();
    this.reader =
        new ClientMessage.Reader(
            client.sessionId(), client.clientId(), services.clock(), services.maxTextMessage());
    this.slot =
        new FrameSlot(frame -> socket.writeBinaryMessage(frame.message()), services.metrics());
  }

  void open() {
    socket.textMessageHandler(text -> receive(() -> reader.readText(text)));
    socket.binaryMessageHandler(bytes -> receive(() -> reader.readBinary(bytes)));
    socket.closeHandler(ignored -> closed());
    socket.exceptionHandler(ignored -> socket.close(INTERNAL_ERROR));
    send(ServerMessages.welcome(client.sessionId(), client.clientId()));
    services.sessions().replace(client.sessionId(), client.clientId());
    services.sessions().join(client.sessionId(), this);
    join();
  }

  private void join() {
    wantsSnapshot = true;
    joinedAt = Long.MAX_VALUE;
    publish(event(new Join(Role.EDITOR, client.displayName())))
        .thenAccept(offset -> loop.runOnContext(ignored -> joinedAt = offset));
  }

  private void closed() {
    slot.close();
    services.sessions().leave(client.sessionId(), this);
    leave();
  }

  private void leave() {
    if (!left) {
      left = true;
      publish(event(new Leave()));
    }
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
      send(ServerMessages.error(e));
    }
  }

  private void handle(ClientMessage message) {
    if (message instanceof ClientMessage.Edit edit) {
      edit(edit.event());
    } else if (message instanceof ClientMessage.Camera camera) {
      services
          .log()
          .append(camera.frame())
          .whenComplete((offset, failure) -> countCameraFrame(failure == null));
    } else if (message instanceof ClientMessage.Ping ping) {
      send(ServerMessages.pong(ping.at()));
    } else {
      join();
    }
  }

  private void countCameraFrame(boolean written) {
    if (written) {
      services.metrics().cameraFramePublished();
    } else {
      services.metrics().appendFailed();
    }
  }

  private void edit(SketchEvent event) {
    lastSeq = Math.max(lastSeq, event.getClientSeq());
    if (++unacknowledged == MOST_UNACKNOWLEDGED) {
      socket.pause();
    }
    publish(event)
        .whenComplete(
            (offset, failure) -> loop.runOnContext(ignored -> acknowledge(event, offset, failure)));
  }

  private void acknowledge(SketchEvent event, Long offset, Throwable failure) {
    if (unacknowledged-- == MOST_UNACKNOWLEDGED) {
      socket.resume();
    }
    if (failure == null) {
      send(ServerMessages.ack(event.getClientSeq(), offset));
    } else {
      // Ending the connection makes the client send this event and those behind it again, in order.
      socket.close(INTERNAL_ERROR, "the event log takes no writes");
    }
  }

  private CompletionStage<Long> publish(SketchEvent event) {
    Instant start = services.clock().instant();
    return services
        .log()
        .append(event)
        .whenComplete(
            (offset, failure) -> {
              if (failure == null) {
                services
                    .metrics()
                    .eventPublished(Duration.between(start, services.clock().instant()));
              } else {
                services.metrics().appendFailed();
              }
            });
  }

  private SketchEvent event(Object event) {
    return new SketchEvent(
        client.sessionId(), client.clientId(), lastSeq, services.clock().instant(), event);
  }

  @Override
  public void onFrame(PictureFrame frame) {
    slot.offer(frame);
  }

  @Override
  public void onPresence(int editors, int viewers) {
    send(ServerMessages.presence(editors, viewers));
  }

  @Override
  public void onSnapshot(SessionUpdate update) {
    if (wantsSnapshot && answersMyJoin(update)) {
      wantsSnapshot = false;
      send(ServerMessages.snapshot(update));
    }
  }

  /** The log may tell of the snapshot before it tells the offset of the join. */
  private boolean answersMyJoin(SessionUpdate update) {
    return joinedAt == Long.MAX_VALUE
        ? ((Snapshot) update.getUpdate())
            .getParticipants().stream()
                .map(Participant::getClientId)
                .anyMatch(client.clientId()::equals)
        : update.getCanvasOffset() >= joinedAt;
  }

  @Override
  public void onNotice(Notice notice) {
    if (notice.getClientId().equals(client.clientId())) {
      send(ServerMessages.notice(notice));
    }
  }

  @Override
  public void onEvent(SketchEvent event, String json) {
    if (!event.getClientId().equals(client.clientId())) {
      send(json);
    }
  }

  private void send(String json) {
    if (socket.isClosed()) {
      return;
    }
    if (textWaiting > MOST_TEXT_WAITING) {
      socket.close(TRY_AGAIN_LATER, "too slow to hear what others do");
      return;
    }
    textWaiting += json.length();
    socket.writeTextMessage(json).onComplete(ignored -> textWaiting -= json.length());
  }

  /** Its Leave would come after the new connection's Join. */
  @Override
  public void replacedBy(String clientId) {
    if (clientId.equals(client.clientId())) {
      left = true;
      socket.close(TRY_AGAIN_LATER, "connected again elsewhere");
    }
  }

  @Override
  public boolean isEditor() {
    return true;
  }

  @Override
  public void goAway() {
    leave();
    socket.close(GOING_AWAY);
  }
}
