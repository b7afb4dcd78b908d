package inkflow.gateway.editing;

import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.gateway.fanout.FrameSlot;
import inkflow.gateway.fanout.GatewayMetrics;
import inkflow.gateway.fanout.Sessions;
import inkflow.gateway.fanout.Subscriber;
import inkflow.gateway.log.EventLog;
import inkflow.gateway.log.RecordRefusedException;
import inkflow.gateway.messages.BadMessageException;
import inkflow.gateway.messages.ClientMessage;
import inkflow.gateway.messages.CloseCode;
import inkflow.gateway.messages.PictureFrame;
import inkflow.gateway.messages.ServerMessages;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One editor's connection: joins, writes the editor's events to the log, acknowledges them, and
 * sends pictures and other editors' events. Event loop only.
 */
public final class EditorSocket implements Subscriber {
  /** Bytes counted for a Join. */
  private static final int JOIN_BYTES = 512;

  private final ServerWebSocket socket;
  private final Client client;
  private final Services services;
  private final Context loop = Vertx.currentContext();
  private final ClientMessage.Reader reader;
  private final EditorLog log;
  private final TextOutlet text;
  private final AwaitedSnapshot awaited;
  private final FrameSlot slot;
  private final Intake intake;
  private final CameraSlots cameras;

  /**
   * The client at the other end.
   *
   * @param lastSeq last clientSeq that the client knows to be in the log; 0 for a new client
   */
  public record Client(String sessionId, String clientId, String displayName, long lastSeq) {}

  /**
   * Shared by all editors' connections.
   *
   * @param budget budget of all sockets for messages that are not in the log yet
   * @param maxTextMessage most characters of one JSON message
   */
  public record Services(
      Sessions sessions,
      EventLog log,
      GatewayMetrics metrics,
      Clock clock,
      InwardBudget budget,
      int maxTextMessage) {}

  public EditorSocket(ServerWebSocket socket, Client client, Services services) {
    this.socket = socket;
    this.client = client;
    this.services = services;
    this.log = new EditorLog(client, services.log(), services.metrics(), services.clock());
    this.text = new TextOutlet(socket);
    this.awaited = new AwaitedSnapshot(client.clientId());
    this.reader =
        new ClientMessage.Reader(
            client.sessionId(),
            client.clientId(),
            client.lastSeq(),
            services.clock(),
            services.maxTextMessage());
    this.slot =
        new FrameSlot(frame -> socket.writeBinaryMessage(frame.message()), services.metrics());
    this.intake = new Intake(socket, services.budget());
    this.cameras =
        new CameraSlots(log::camera, this::onLoop, intake, services.metrics()::cameraFrameSkipped);
  }

  private void onLoop(Runnable task) {
    loop.runOnContext(ignored -> task.run());
  }

  public void open() {
    socket.textMessageHandler(json -> receive(json.length(), () -> reader.readText(json)));
    socket.binaryMessageHandler(bytes -> receive(bytes.length(), () -> reader.readBinary(bytes)));
    socket.closeHandler(ignored -> closed());
    socket.exceptionHandler(problem -> socket.close(CloseCode.of(problem)));
    text.send(ServerMessages.welcome(client.sessionId(), client.clientId()));
    services.sessions().replace(client.sessionId(), client.clientId());
    services.sessions().join(client.sessionId(), this);
    join();
  }

  private void join() {
    if (!taken(JOIN_BYTES)) {
      return;
    }
    awaited.asked();
    whenWritten(log.join(), JOIN_BYTES, awaited::joined, this::end);
  }

  /** Closes the connection: the client reconnects, joins, and resends its unacknowledged events. */
  private void end(Throwable failure) {
    socket.close(CloseCode.INTERNAL_ERROR, "the event log takes no writes");
  }

  /** Continues on the loop when an append has succeeded or failed. */
  private void whenWritten(
      CompletionStage<Long> written, int bytes, Consumer<Long> done, Consumer<Throwable> failed) {
    written.whenComplete(
        (offset, failure) ->
            onLoop(
                () -> {
                  intake.give(bytes);
                  if (failure == null) {
                    done.accept(offset);
                  } else {
                    failed.accept(failure);
                  }
                }));
  }

  private void closed() {
    slot.close();
    cameras.close();
    intake.close();
    services.sessions().leave(client.sessionId(), this);
    log.leave();
  }

  @FunctionalInterface
  private interface Read {
    ClientMessage message() throws BadMessageException;
  }

  private void receive(int bytes, Read read) {
    if (socket.isClosed() || !taken(bytes)) {
      return;
    }
    try {
      handle(read.message(), bytes);
    } catch (BadMessageException e) {
      intake.give(bytes);
      services.metrics().messageRefused();
      text.send(ServerMessages.error(e));
    }
  }

  /**
   * Counts a message. If the budget is full, closes the socket; the client reconnects later and
   * resends.
   */
  private boolean taken(int bytes) {
    boolean taken = intake.take(bytes);
    if (!taken) {
      services.metrics().messageRefusedFull();
      socket.close(CloseCode.TRY_AGAIN_LATER, "too much waits for the event log");
    }
    return taken;
  }

  private void handle(ClientMessage message, int bytes) {
    if (message instanceof ClientMessage.Edit edit) {
      edit(edit.event(), bytes);
    } else if (message instanceof ClientMessage.Camera camera) {
      cameras.offer(camera.frame(), bytes);
    } else if (message instanceof ClientMessage.Ping ping) {
      intake.give(bytes);
      text.send(ServerMessages.pong(ping.at()));
    } else {
      intake.give(bytes);
      join();
    }
  }

  private void edit(SketchEvent event, int bytes) {
    long clientSeq = event.getClientSeq();
    whenWritten(
        log.edit(event),
        bytes,
        offset -> text.send(ServerMessages.ack(clientSeq, offset)),
        failure -> {
          if (failure instanceof CompletionException wrapped
              && wrapped.getCause() instanceof RecordRefusedException) {
            text.send(ServerMessages.refusedByLog(clientSeq, bytes));
          } else {
            end(failure);
          }
        });
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
  public void onHealth(String json) {
    text.send(json);
  }

  /** The snapshot that answers this Join is not sent to the editor, because none is awaited. */
  @Override
  public void probe() {
    var unused = log.join();
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
