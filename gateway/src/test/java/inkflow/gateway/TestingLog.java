package inkflow.gateway;

import inkflow.CameraFrame;
import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.gateway.health.PartHealth;
import inkflow.gateway.log.EventLog;
import inkflow.gateway.log.SessionFeed;
import inkflow.gateway.log.SessionListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An in-memory log, for writing and reading. Everything runs on one thread, in order, as on a
 * partition.
 */
public class TestingLog implements EventLog, SessionFeed {
  public final List<SketchEvent> events = new CopyOnWriteArrayList<>();
  public final List<CameraFrame> cameraFrames = new CopyOnWriteArrayList<>();
  private final AtomicLong nextOffset = new AtomicLong();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private volatile SessionListener listener;
  public volatile boolean refusesWrites;

  @Override
  public void start(SessionListener sessionListener) {
    this.listener = sessionListener;
  }

  @Override
  public Writer writer() {
    return this::append;
  }

  @Override
  public PartHealth writing() {
    return refusesWrites ? PartHealth.ill("producer", "no broker") : PartHealth.ok("producer");
  }

  @Override
  public List<PartHealth> reading() {
    return List.of(PartHealth.ok("broker"), PartHealth.ok("feed"));
  }

  private CompletionStage<Long> append(SketchEvent event) {
    CompletableFuture<Long> appended = new CompletableFuture<>();
    run(
        () -> {
          if (refusesWrites) {
            appended.completeExceptionally(new IllegalStateException("no broker"));
            return;
          }
          long offset = nextOffset.getAndIncrement();
          events.add(event);
          appended.complete(offset);
          listener.onEvent(event, offset, 0);
          applied(event, offset);
        });
    return appended;
  }

  /** Hook for a test double of the job. Runs on the log's thread. */
  void applied(SketchEvent event, long offset) {}

  @Override
  public CompletionStage<Long> append(CameraFrame frame) {
    CompletableFuture<Long> appended = new CompletableFuture<>();
    run(
        () -> {
          cameraFrames.add(frame);
          appended.complete(frame.getFrameNumber());
        });
    return appended;
  }

  /** Blocks the log until the returned latch is counted down. */
  public CountDownLatch hold() {
    CountDownLatch release = new CountDownLatch(1);
    run(
        () -> {
          try {
            release.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return release;
  }

  public void publish(GeneratedFrame frame) {
    run(() -> listener.onFrame(frame, frame.getBytes().remaining()));
  }

  public void publish(EngineCapabilities capabilities) {
    run(() -> listener.onCapabilities(capabilities));
  }

  public void publish(SessionUpdate update) {
    run(() -> listener.onUpdate(update, 0));
  }

  private void run(Runnable task) {
    if (!thread.isShutdown()) {
      thread.execute(task);
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
