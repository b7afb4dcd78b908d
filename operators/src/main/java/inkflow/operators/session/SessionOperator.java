package inkflow.operators.session;

import inkflow.CameraFrame;
import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.Join;
import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.diffusion.RenderEngine;
import inkflow.operators.Refusal;
import inkflow.operators.SessionState;
import inkflow.operators.SessionStore;
import inkflow.operators.SettingsGate;
import inkflow.operators.events.EventRates;
import inkflow.operators.events.EventRefusedException;
import inkflow.operators.events.SessionTransition;
import inkflow.operators.frames.FrameAssembler;
import inkflow.operators.frames.FrameEncoder;
import inkflow.operators.frames.FrameRenderer;
import inkflow.operators.frames.Render;
import inkflow.operators.records.RecordTypes;
import inkflow.operators.records.SourceEvent;
import inkflow.operators.scheduling.CameraTimeouts;
import inkflow.operators.scheduling.DropReason;
import inkflow.operators.scheduling.RenderMetrics;
import inkflow.operators.scheduling.RenderScheduler;
import inkflow.operators.scheduling.SessionHost;
import inkflow.operators.scheduling.SessionOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.OutputTag;

/**
 * Keeps every session's canvas in keyed state and renders its newest state.
 *
 * <p>Nothing here waits for a picture. An event changes the state and, if nothing is in flight,
 * submits a render. A finished frame comes back as a mail: it is emitted, and if the state has
 * changed in the meantime, the next render is submitted. So neither events nor barriers ever wait
 * for a render. Renders in flight are not part of a snapshot: the state says that a picture is
 * owed, and an attempt that restores it renders again.
 */
public final class SessionOperator extends AbstractStreamOperator<GeneratedFrame>
    implements TwoInputStreamOperator<SourceEvent, CameraFrame, GeneratedFrame>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;

  /** Snapshots and notices. */
  public static final OutputTag<SessionUpdate> UPDATES =
      new OutputTag<>("session-updates", RecordTypes.SESSION_UPDATE);

  /** What the model can do; one record per attempt, from the first subtask. */
  public static final OutputTag<EngineCapabilities> CAPABILITIES =
      new OutputTag<>("engine-capabilities", RecordTypes.ENGINE_CAPABILITIES);

  private static final long SWEEP_MILLIS = 10_000;

  private final transient MailboxExecutor mailbox;
  private final transient RenderEngineProvider engines;
  private final transient SessionOptions options;
  private final transient ImageExecutors imageExecutors;

  private transient SessionStore store;
  private transient ExecutorService images;
  private transient RenderEngine engine;
  private transient RenderScheduler scheduler;
  private transient CameraTimeouts cameras;
  private transient SessionTransition transition;
  private transient EventRates rates;
  private transient RenderMetrics metrics;
  private transient Clock clock;
  private transient int endedInputs;
  private transient boolean closed;

  SessionOperator(
      StreamOperatorParameters<GeneratedFrame> parameters,
      RenderEngineProvider engines,
      SessionOptions options,
      ImageExecutors imageExecutors) {
    super(parameters);
    this.mailbox = parameters.getMailboxExecutor();
    this.engines = engines;
    this.options = options;
    this.imageExecutors = imageExecutors;
  }

  @Override
  public void open() throws Exception {
    super.open();
    clock = new ProcessingClock(getProcessingTimeService());
    engine = engines.open();
    store = new SessionStore(getKeyedStateBackend());
    images =
        imageExecutors.start(
            options.imageThreads(), getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    SettingsGate gate = new SettingsGate(options.defaults(), options.limits(), engine);
    requireDefaults(gate);
    rates = new EventRates(options.limits().eventsPerSecond());
    transition = new SessionTransition(options.canvas(), rates, gate);
    metrics =
        new FlinkRenderMetrics(
            getMetricGroup(),
            store::count,
            () -> scheduler.inFlight(),
            () -> scheduler.drawingBytes(),
            engine.metrics());
    FrameAssembler assembler = new FrameAssembler(new FrameEncoder(options.format()));
    FrameRenderer renderer = new FrameRenderer(engine, images, assembler);
    Host host = new Host();
    scheduler = new RenderScheduler(host, renderer, gate, options, metrics, clock);
    cameras =
        new CameraTimeouts(
            options.limits().cameraTimeout(), clock, this::runAt, session -> unfilm(host, session));
    for (String session : store.sessions(SessionState::owed)) {
      scheduler.changed(session);
    }
    for (String session : store.sessions(state -> state.camera().isPresent())) {
      cameras.filmed(session);
    }
    sweepLater();
    tellCapabilities(gate);
  }

  /**
   * Emitted by one subtask, since all load the same model. Sent as a mail, because open() can't
   * emit.
   */
  private void tellCapabilities(SettingsGate gate) {
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() > 0) {
      return;
    }
    String job = getRuntimeContext().getJobInfo().getJobName();
    EngineCapabilities capabilities =
        CapabilitiesReport.of(job, engine.model(), gate, options.limits(), Instant.now());
    mailbox.execute(
        () -> output.collect(CAPABILITIES, new StreamRecord<>(capabilities)),
        "capabilities of job %s",
        job);
  }

  /** Ends the job with the reason, because a restart wouldn't help. */
  private static void requireDefaults(SettingsGate gate) {
    Optional<Refusal> refusal = gate.checkDefaults();
    if (refusal.isPresent()) {
      throw new SuppressRestartsException(new IllegalArgumentException(refusal.get().message()));
    }
  }

  @Override
  public void processElement1(StreamRecord<SourceEvent> element) throws Exception {
    SourceEvent source = element.getValue();
    String session = source.sessionId();
    SessionState before = store.get(session);
    if (before == null && store.count() >= options.limits().sessions()) {
      refuse(source, SessionState.empty(), tooManySessions());
      return;
    }
    before = before == null ? SessionState.empty() : before;
    try {
      accept(source, transition.apply(before, source, nowMicros(), clock.millis()));
    } catch (EventRefusedException e) {
      refuse(source, before, e.refusal());
    }
  }

  private void accept(SourceEvent source, SessionTransition.Applied applied) throws Exception {
    String session = source.sessionId();
    SessionState after = applied.state();
    boolean joined = source.event().getEvent() instanceof Join;
    boolean unseen = joined && !scheduler.isShown(session) && transition.isWorthRendering(after);
    store.put(session, unseen ? after.owing(true) : after);
    if (joined) {
      update(new SessionUpdate(session, after.canvasOffset(), after.document().snapshot()));
    }
    if (unseen || applied.repaint()) {
      scheduler.changed(session);
    }
  }

  @Override
  public void processElement2(StreamRecord<CameraFrame> element) throws Exception {
    CameraFrame frame = element.getValue();
    String session = frame.getSessionId();
    SessionState before = store.get(session);
    if (frame.getBytes().remaining() > options.limits().cameraBytes()
        || (before == null && store.count() >= options.limits().sessions())) {
      metrics.dropped(DropReason.CAMERA_REFUSED);
      return;
    }
    SessionState state = before == null ? SessionState.empty() : before;
    if (!state.shows(frame.getSourceId())) {
      metrics.dropped(DropReason.CAMERA_NOT_CHOSEN);
      return;
    }
    store.put(session, state.filmed(frame, nowMicros(), clock.millis()));
    cameras.filmed(session);
    scheduler.filmed(session);
  }

  /** The session's camera has gone silent: what is drawn is to be seen again. */
  private void unfilm(SessionHost host, String session) {
    SessionState state = host.state(session);
    if (state.camera().isPresent()) {
      host.store(session, state.unfilmed().owing(true));
      scheduler.changed(session);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails fails the task
  private void runAt(long millis, Runnable task) {
    getProcessingTimeService().registerTimer(millis, time -> task.run());
  }

  /**
   * When both inputs have ended, waits until all owed pictures are emitted; mails and timers run
   * while it waits.
   */
  @Override
  public void endInput(int inputId) throws Exception {
    endedInputs++;
    while (endedInputs == 2 && !scheduler.isIdle()) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    closed = true;
    // Closed in reverse order; each is closed even if another one fails.
    try (AutoCloseable base = super::close;
        RenderEngine itsEngine = engine;
        AutoCloseable itsImages = images == null ? null : images::shutdownNow;
        AutoCloseable itsRenders = scheduler == null ? null : scheduler::close) {}
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a timer that fails fails the task
  private void sweepLater() {
    getProcessingTimeService().registerTimer(clock.millis() + SWEEP_MILLIS, time -> sweep());
  }

  /** Forgets sessions idle for {@link SessionLimits#idle}, and the event rates of quiet ones. */
  private void sweep() throws Exception {
    long oldest = clock.millis() - options.limits().idle().toMillis();
    for (String session : store.sessions(state -> !state.owed() && state.touchedAt() < oldest)) {
      forget(session);
      store.remove(session);
    }
    long quiet = clock.millis() - SWEEP_MILLIS;
    store.sessions(state -> state.touchedAt() < quiet).forEach(rates::forget);
    sweepLater();
  }

  private void forget(String session) {
    scheduler.forget(session);
    cameras.forget(session);
    rates.forget(session);
  }

  private void refuse(SourceEvent source, SessionState state, Refusal refusal) throws Exception {
    metrics.dropped(DropReason.EVENT_REFUSED);
    String session = source.sessionId();
    if (store.get(session) == null) {
      forget(session);
    } else {
      store.put(session, transition.refused(state, source, clock.millis()));
    }
    SessionState.Sender sender =
        new SessionState.Sender(source.event().getClientId(), source.event().getClientSeq());
    notice(session, source.offset(), sender, refusal);
  }

  private void notice(String session, long canvasOffset, SessionState.Sender to, Refusal refusal) {
    Notice notice = new Notice(to.clientId(), to.clientSeq(), refusal.code(), refusal.message());
    update(new SessionUpdate(session, canvasOffset, notice));
  }

  private void update(SessionUpdate update) {
    output.collect(UPDATES, new StreamRecord<>(update));
  }

  private Refusal tooManySessions() {
    return Refusal.of(
        "sessions", store.count(), "room for another; wait until one of them expires");
  }

  private long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  /** The scheduler's view of this operator. */
  private final class Host implements SessionHost {
    @Override
    public SessionState state(String session) {
      try {
        SessionState state = store.get(session);
        return state == null ? SessionState.empty() : state;
      } catch (Exception e) {
        throw new FlinkRuntimeException("reading session " + session, e);
      }
    }

    @Override
    public void store(String session, SessionState state) {
      try {
        store.put(session, state);
      } catch (Exception e) {
        throw new FlinkRuntimeException("writing session " + session, e);
      }
    }

    @Override
    public void emit(GeneratedFrame frame) {
      output.collect(new StreamRecord<>(frame));
    }

    @Override
    public void notice(String session, SessionState state, Refusal refusal) {
      SessionOperator.this.notice(session, state.canvasOffset(), state.sender(), refusal);
    }

    @Override
    public void wakeAt(String session, long millis) {
      runAt(millis, () -> scheduler.woken(session));
    }

    @Override
    public void arrived(Render render, Render.Outcome outcome) {
      try {
        mailbox.execute(
            () -> finished(render, outcome), "frame of session %s", render.job().session());
      } catch (RejectedExecutionException ended) {
        render.cancel(); // the attempt is over; its state says that this picture is owed
      }
    }

    private void finished(Render render, Render.Outcome outcome) {
      if (!closed) {
        scheduler.finished(render, outcome);
      }
    }
  }
}
