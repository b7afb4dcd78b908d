package inkflow.operators.scheduling;

import inkflow.GeneratedFrame;
import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.EngineFailedException;
import inkflow.diffusion.QueueFullException;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.operators.Refusal;
import inkflow.operators.RenderSettings;
import inkflow.operators.SessionState;
import inkflow.operators.SettingsGate;
import inkflow.operators.frames.FrameRenderer;
import inkflow.operators.frames.Render;
import inkflow.operators.frames.RenderJob;
import inkflow.operators.frames.UnreadableCameraFrameException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Decides when a session's newest state is rendered: at once if its pipeline has room, else when a
 * render in flight finishes. Changes in between only set a flag (they are conflated), so no backlog
 * can grow. Independent of Flink. Task thread only.
 */
public final class RenderScheduler {
  private final Map<String, LiveSession> live = new HashMap<>();
  private final SessionHost host;
  private final FrameRenderer renderer;
  private final SettingsGate gate;
  private final SessionOptions options;
  private final RenderMetrics metrics;
  private final Clock clock;
  private final SessionMemory memory;
  private volatile int inFlight;

  public RenderScheduler(
      SessionHost host,
      FrameRenderer renderer,
      SettingsGate gate,
      SessionOptions options,
      RenderMetrics metrics,
      Clock clock) {
    this.host = host;
    this.renderer = renderer;
    this.gate = gate;
    this.options = options;
    this.metrics = metrics;
    this.clock = clock;
    this.memory = new SessionMemory(options.limits().drawingBytes());
  }

  private LiveSession live(String session) {
    return live.computeIfAbsent(session, id -> new LiveSession());
  }

  /** Renders in flight. Any thread. */
  public int inFlight() {
    return inFlight;
  }

  /**
   * Memory that sessions keep for their next pictures, after the last finished render. Any thread.
   */
  public long drawingBytes() {
    return memory.total();
  }

  /** Whether this attempt has emitted a frame of the session or has one in flight. */
  public boolean isShown(String session) {
    LiveSession its = live.get(session);
    return its != null && its.isShown();
  }

  /** Whether no session is owed a picture. */
  public boolean isIdle() {
    return live.values().stream().noneMatch(LiveSession::isOwing);
  }

  /** The session's picture has changed; its new state is already stored. */
  public void changed(String session) {
    LiveSession its = live(session);
    its.redrawn = true;
    its.sliders.follow(host.state(session).document().settings(), clock.millis());
    filmed(session);
  }

  /** The session has a newer camera frame; it is already stored. */
  public void filmed(String session) {
    LiveSession its = live(session);
    if (its.dirty) {
      metrics.conflated();
    }
    its.dirty = true;
    submit(session, its);
  }

  /** The time set by {@link SessionHost#wakeAt} has come. */
  public void woken(String session) {
    LiveSession its = live.get(session);
    if (its != null) {
      its.waiting = false;
      settle(session, its);
      submit(session, its);
    }
  }

  /** Asks for the picture with the exact scales once the sliders rest. */
  private void settle(String session, LiveSession its) {
    if (its.settlesAt == 0 || clock.millis() < its.settlesAt) {
      return;
    }
    its.settlesAt = 0;
    if (!its.rounded) {
      return;
    }
    if (clock.millis() < its.sliders.restsAt()) {
      settleLater(session, its);
    } else {
      its.dirty = true;
      its.redrawn = true;
    }
  }

  private void settleLater(String session, LiveSession its) {
    if (its.settlesAt == 0) {
      its.settlesAt = its.sliders.restsAt();
      host.wakeAt(session, its.settlesAt);
    }
  }

  /** A render has ended. */
  public void finished(Render render, Render.Outcome outcome) {
    String session = render.job().session();
    LiveSession its = live.get(session);
    if (its == null || !its.inFlight().remove(render)) {
      return; // cancelled in the meantime
    }
    inFlight--;
    SessionState state = host.state(session);
    if (outcome instanceof Render.Done done) {
      show(its, render.job(), done);
    } else if (outcome instanceof Render.Similar) {
      metrics.dropped(DropReason.SIMILAR);
    } else if (outcome instanceof Render.Failed failed) {
      state = fail(session, its, state, render.job().state(), failed.cause());
    }
    host.store(session, state.owing(its.isOwing()));
    submit(session, its);
    memory.drawn(session, its.bytes());
    memory.makeRoom(this::isAtRest).forEach(other -> live.get(other).rest());
  }

  private boolean isAtRest(String session) {
    return live.get(session).inFlight().isEmpty();
  }

  /** Cancels a session's renders in flight and forgets the session. */
  public void forget(String session) {
    LiveSession its = live.remove(session);
    memory.forget(session);
    if (its != null) {
      inFlight -= its.inFlight().size();
      its.inFlight().forEach(Render::cancel);
    }
  }

  /** Cancels all renders. */
  public void close() {
    live.values().forEach(its -> its.inFlight().forEach(Render::cancel));
    live.keySet().forEach(memory::forget);
    live.clear();
    inFlight = 0;
  }

  private void submit(String session, LiveSession its) {
    if (!its.dirty || its.waiting) {
      return;
    }
    SessionState state = host.state(session);
    int depth = state.camera().isPresent() ? options.pipelineDepth() : 1;
    if (its.inFlight().size() >= depth) {
      return;
    }
    RenderSettings settings = gate.resolve(state.document().settings());
    long earliest = its.earliest(settings);
    if (clock.millis() < earliest) {
      wait(session, its, earliest);
      return;
    }
    start(session, its, state, state.hasPicture() ? settings : settings.fromText());
  }

  private void start(String session, LiveSession its, SessionState state, RenderSettings exact) {
    RenderSettings settings = its.sliders.rounded(exact, clock.millis());
    its.rounded = !settings.paintsLike(exact);
    if (its.rounded) {
      settleLater(session, its);
    }
    long last = state.frameNumber();
    SessionState numbered =
        state.numbered(
            its.submittedAt == 0 ? FrameNumbers.firstOfAttempt(last, clock.millis()) : last + 1);
    host.store(session, numbered);
    Optional<Picture> lastSeen = its.redrawn ? Optional.empty() : its.seen;
    its.dirty = false;
    its.redrawn = false;
    its.submittedAt = clock.millis();
    inFlight++;
    its.inFlight()
        .add(
            renderer.start(
                new RenderJob(
                    session,
                    numbered.frameNumber(),
                    numbered,
                    settings,
                    its.rasterizer(),
                    its.previous,
                    lastSeen),
                host::arrived));
  }

  private void wait(String session, LiveSession its, long until) {
    its.waiting = true;
    host.wakeAt(session, until);
  }

  private void show(LiveSession its, RenderJob job, Render.Done done) {
    GeneratedFrame frame = done.frame();
    if (frame.getFrameNumber() <= its.emitted) {
      metrics.dropped(DropReason.LATE);
      return;
    }
    its.emitted = frame.getFrameNumber();
    its.previous =
        Optional.of(done.picture()).filter(any -> job.settings().get(PictureSettings.FEEDBACK) > 0);
    its.seen = done.seen().filter(any -> isCompared(job));
    metrics.emitted(Duration.between(frame.getReceivedAt(), clock.instant()));
    host.emit(frame);
  }

  private static boolean isCompared(RenderJob job) {
    return job.state().camera().isPresent()
        && job.settings().get(PictureSettings.SIMILARITY_THRESHOLD) < 1;
  }

  /**
   * @param drawn the state of the failed render
   */
  private SessionState fail(
      String session, LiveSession its, SessionState state, SessionState drawn, Throwable cause) {
    if (isFatal(cause)) {
      throw new IllegalStateException("the engine can't go on", cause);
    }
    if (cause instanceof QueueFullException) {
      metrics.dropped(DropReason.QUEUE_FULL);
      its.dirty = true;
      its.redrawn = true;
      wait(session, its, clock.millis() + options.retryDelay().toMillis());
    } else if (cause instanceof UnreadableCameraFrameException) {
      metrics.dropped(DropReason.CAMERA_UNREADABLE);
      its.dirty = true;
      its.redrawn = true;
      // Keep a newer camera frame that has come in the meantime; only the drawn one is bad.
      return state.camera().equals(drawn.camera()) ? state.unfilmed() : state;
    } else if (cause instanceof InvalidRequestException refused) {
      metrics.dropped(DropReason.REFUSED);
      host.notice(
          session, state, new Refusal("render." + refused.key(), "render." + cause.getMessage()));
    } else if (!(cause instanceof CancellationException)) {
      metrics.dropped(DropReason.FAILED);
      host.notice(session, state, new Refusal("render.failed", "render: " + cause));
    }
    return state;
  }

  private static boolean isFatal(Throwable cause) {
    return cause instanceof EngineClosedException
        || cause instanceof EngineFailedException
        || cause instanceof Error;
  }
}
