package inkflow.operators.scheduling;

import inkflow.CameraFrame;
import inkflow.GeneratedFrame;
import inkflow.SettingsChanged;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.operators.Events;
import inkflow.operators.ManualClock;
import inkflow.operators.Refusal;
import inkflow.operators.SessionState;
import inkflow.operators.SettingsGate;
import inkflow.operators.TestingRenderEngine;
import inkflow.operators.TestingRenderEngine.Rendering;
import inkflow.operators.frames.FrameAssembler;
import inkflow.operators.frames.FrameEncoder;
import inkflow.operators.frames.FrameFormat;
import inkflow.operators.frames.FrameRenderer;
import inkflow.operators.frames.Render;
import inkflow.operators.records.SourceEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/**
 * A scheduler and everything it needs, on one thread: an engine whose renders the test ends, a
 * clock that the test moves, and timers that fire with it.
 */
final class TestingHost implements SessionHost {
  static final Instant START = Instant.ofEpochSecond(1_000);
  final TestingRenderEngine engine = new TestingRenderEngine();
  final ManualClock clock = new ManualClock(START);
  final CountingMetrics metrics = new CountingMetrics();
  final List<GeneratedFrame> frames = new ArrayList<>();
  final List<Refusal> notices = new ArrayList<>();
  final TreeMap<Long, List<String>> timers = new TreeMap<>();
  final RenderScheduler scheduler;
  private boolean held;
  private final Queue<Runnable> mails = new ArrayDeque<>();
  private final Map<String, SessionState> states = new HashMap<>();

  TestingHost(SessionOptions options) {
    FrameAssembler assembler = new FrameAssembler(new FrameEncoder(FrameFormat.jpeg()));
    SettingsGate gate = new SettingsGate(options.defaults(), options.limits(), engine);
    scheduler =
        new RenderScheduler(
            this,
            new FrameRenderer(engine, Runnable::run, assembler),
            gate,
            options,
            metrics,
            clock);
  }

  /** Applies an event, as the operator does, and tells the scheduler. */
  void draw(SourceEvent event) {
    SessionState before = state(event.sessionId());
    try {
      var document = before.document().apply(event.event(), CanvasLimits.defaults());
      var sender =
          new SessionState.Sender(event.event().getClientId(), event.event().getClientSeq());
      store(
          event.sessionId(),
          before
              .applied(document, event.offset(), clock.millis())
              .changedBy(sender, clock.millis() * 1000));
    } catch (RefusedEventException e) {
      throw new IllegalArgumentException(e);
    }
    scheduler.changed(event.sessionId());
    deliver();
  }

  void film(CameraFrame frame) {
    String session = frame.getSessionId();
    store(session, state(session).filmed(frame, clock.millis() * 1000, clock.millis()));
    scheduler.filmed(session);
    deliver();
  }

  void set(Events pen, SettingsChanged.Builder change) {
    draw(pen.settings(change));
  }

  /** Advances the clock and fires the timers that are due. */
  void pass(Duration time) {
    clock.advance(time);
    while (!timers.isEmpty() && timers.firstKey() <= clock.millis()) {
      timers.pollFirstEntry().getValue().forEach(scheduler::woken);
      deliver();
    }
  }

  /** Ends the engine's first render. */
  void finishNext() {
    finish(engine.next());
  }

  void finish(Rendering rendering) {
    rendering.complete();
    deliver();
  }

  /** Fails the engine's first render. */
  void failNext(Throwable cause) {
    engine.next().fail(cause);
    deliver();
  }

  /** What the engine and the drawing threads say waits from now on for {@link #runMails}. */
  void holdMails() {
    held = true;
  }

  void runMails() {
    held = false;
    deliver();
  }

  private void deliver() {
    while (!held && !mails.isEmpty()) {
      mails.remove().run();
    }
  }

  @Override
  public SessionState state(String session) {
    return states.getOrDefault(session, SessionState.empty());
  }

  @Override
  public void store(String session, SessionState state) {
    states.put(session, state);
  }

  @Override
  public void emit(GeneratedFrame frame) {
    frames.add(frame);
  }

  @Override
  public void notice(String session, SessionState state, Refusal refusal) {
    notices.add(refusal);
  }

  @Override
  public void wakeAt(String session, long millis) {
    timers.computeIfAbsent(millis, at -> new ArrayList<>()).add(session);
  }

  @Override
  public void arrived(Render render, Render.Outcome outcome) {
    mails.add(() -> scheduler.finished(render, outcome));
  }

  /** Counts. */
  static final class CountingMetrics implements RenderMetrics {
    final List<Duration> ages = new ArrayList<>();
    final Map<DropReason, Integer> dropped = new HashMap<>();
    int conflated;

    @Override
    public void emitted(Duration age) {
      ages.add(age);
    }

    @Override
    public void conflated() {
      conflated++;
    }

    @Override
    public void dropped(DropReason reason) {
      dropped.merge(reason, 1, Integer::sum);
    }
  }
}
