package inkflow.gateway.fanout;

import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.Join;
import inkflow.Leave;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.gateway.health.JobWatch;
import inkflow.gateway.health.PartHealth;
import inkflow.gateway.health.Readiness;
import inkflow.gateway.log.SessionListener;
import inkflow.gateway.messages.ModelCard;
import inkflow.gateway.messages.PictureFrame;
import inkflow.gateway.messages.ServerMessages;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All sessions on this gateway. Records from the feed are encoded on the feed's thread and passed
 * to the event loop, which owns everything else here.
 */
public final class Sessions implements SessionListener {
  private static final Duration PRESENCE_DELAY = Duration.ofMillis(100);
  private final Context loop;
  private final GatewayMetrics metrics;
  private final NewestFrames newest;
  private final Set<String> presenceDue = new HashSet<>();
  private final Map<String, Session> open = new TreeMap<>();
  private final Handoff handoff;
  private final JobWatch job;
  private List<String> ill = List.of();

  /** What the job reported last; null until it has. */
  private ModelCard model;

  private String modelMessage;

  /**
   * @param job is told which events wait for the job, and its answers
   */
  public Sessions(Context loop, GatewayMetrics metrics, int cachedSessions, JobWatch job) {
    this.loop = loop;
    this.handoff = new Handoff(loop);
    this.job = job;
    this.metrics = metrics;
    this.newest = new NewestFrames(cachedSessions);
  }

  public void join(String sessionId, Subscriber subscriber) {
    open.computeIfAbsent(sessionId, id -> new Session()).add(subscriber);
    presenceChanged(sessionId);
    if (model != null) {
      subscriber.onModel(modelMessage);
    }
    PictureFrame frame = newest.of(sessionId);
    if (frame != null) {
      subscriber.onFrame(frame);
    }
    if (!ill.isEmpty()) {
      subscriber.onHealth(ServerMessages.health(ill));
    }
  }

  /** Closes an older connection of the same client. */
  public void replace(String sessionId, String clientId) {
    Session session = open.get(sessionId);
    if (session != null) {
      session.each(subscriber -> subscriber.replacedBy(clientId));
    }
  }

  public void leave(String sessionId, Subscriber subscriber) {
    Session session = open.get(sessionId);
    if (session != null) {
      session.remove(subscriber);
      if (session.isEmpty()) {
        open.remove(sessionId);
      }
      presenceChanged(sessionId);
    }
  }

  /** Announces presence after a short delay, once for all changes in that time. */
  private void presenceChanged(String sessionId) {
    countSubscribers();
    if (presenceDue.add(sessionId)) {
      loop.owner().setTimer(PRESENCE_DELAY.toMillis(), ignored -> announcePresence(sessionId));
    }
  }

  private void announcePresence(String sessionId) {
    presenceDue.remove(sessionId);
    Session session = open.get(sessionId);
    if (session != null) {
      session.announcePresence();
    }
  }

  private void countSubscribers() {
    metrics.subscribers(
        open.size(),
        open.values().stream().mapToInt(Session::editors).sum(),
        open.values().stream().mapToInt(Session::viewers).sum());
  }

  @Override
  public void onFrame(GeneratedFrame frame, int bytes) {
    PictureFrame picture = PictureFrame.of(frame);
    handoff.hand(bytes, () -> deliver(frame.getSessionId(), picture));
  }

  private void deliver(String sessionId, PictureFrame picture) {
    job.answered(sessionId, picture.canvasOffset());
    if (!newest.offer(sessionId, picture)) {
      metrics.frameRepeated();
      return;
    }
    metrics.frameReceived(picture.renderedAt());
    Session session = open.get(sessionId);
    if (session != null) {
      session.onFrame(picture);
    }
  }

  @Override
  public void onUpdate(SessionUpdate update, int bytes) {
    handoff.hand(
        bytes,
        () -> {
          job.answered(update.getSessionId(), update.getCanvasOffset());
          Session session = open.get(update.getSessionId());
          if (session != null) {
            session.onUpdate(update);
          }
        });
  }

  @Override
  public void onEvent(SketchEvent event, long offset, int bytes) {
    handoff.hand(
        bytes,
        () -> {
          if (!(event.getEvent() instanceof Leave)) {
            job.asked(event.getSessionId(), offset, event.getEvent() instanceof Join);
          }
          Session session = open.get(event.getSessionId());
          if (session != null) {
            session.onEvent(event, offset);
          }
        });
  }

  @Override
  public void onCapabilities(EngineCapabilities capabilities) {
    ModelCard card = ModelCard.of(capabilities);
    String message = ServerMessages.model(card);
    loop.runOnContext(
        ignored -> {
          model = card;
          modelMessage = message;
          List.copyOf(open.values()).forEach(session -> session.onModel(message));
        });
  }

  /** What the job's model can do; null until a job has reported it. */
  public ModelCard model() {
    return model;
  }

  /**
   * Probes the job for sessions whose events have had no answer, and tells all subscribers when the
   * set of ill parts has changed.
   *
   * @param parts the current health of each part
   */
  public void tellHealth(List<PartHealth> parts) {
    for (String sessionId : job.toProbe()) {
      Session session = open.get(sessionId);
      if (session != null) {
        session.probe();
      }
    }
    List<String> now = Readiness.ill(parts);
    if (!now.equals(ill)) {
      ill = now;
      String message = ServerMessages.health(ill);
      List.copyOf(open.values())
          .forEach(session -> session.each(subscriber -> subscriber.onHealth(message)));
    }
  }

  /** Bytes of records that were read and not delivered yet. Any thread. */
  public int waitingBytes() {
    return handoff.bytes();
  }

  /** The newest picture of the session, or null. */
  public PictureFrame newestFrame(String sessionId) {
    return newest.of(sessionId);
  }

  /** Ids of the sessions that are open here or have a picture here, sorted. */
  public Set<String> ids() {
    Set<String> ids = new TreeSet<>(open.keySet());
    ids.addAll(newest.all().keySet());
    return ids;
  }

  /** The session if somebody is connected to it here, else null. */
  public Session openSession(String sessionId) {
    return open.get(sessionId);
  }

  public void goAway() {
    List.copyOf(open.values()).forEach(session -> session.each(Subscriber::goAway));
  }
}
