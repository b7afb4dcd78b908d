package inkflow.jobs;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import inkflow.operators.session.RenderEngineProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An engine with one thread that takes a fixed time per render and returns the picture it was
 * given.
 */
@SuppressWarnings("CollectionUndefinedEquality") // futures are compared by identity
final class PacedRenderEngine implements RenderEngine {
  private static final int SIDE = 128;
  private final ExecutorService device = Executors.newSingleThreadExecutor();
  private final Set<CompletableFuture<RenderResult>> outstanding = ConcurrentHashMap.newKeySet();
  private final Duration pace;

  PacedRenderEngine(Duration pace) {
    this.pace = pace;
  }

  static RenderEngineProvider provider(Duration pace) {
    return () -> new PacedRenderEngine(pace);
  }

  @Override
  public CompletableFuture<RenderResult> render(RenderRequest request) {
    if (device.isShutdown()) {
      return CompletableFuture.failedFuture(new EngineClosedException());
    }
    Instant asked = Instant.now();
    CompletableFuture<RenderResult> future =
        CompletableFuture.supplyAsync(() -> draw(request, asked), device);
    outstanding.add(future);
    var unused = future.whenComplete((result, error) -> outstanding.remove(future));
    return future;
  }

  private RenderResult draw(RenderRequest request, Instant asked) {
    Instant started = Instant.now();
    long end = System.nanoTime() + pace.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    Picture picture =
        request
            .scene()
            .initial()
            .orElseGet(
                () ->
                    new Picture(
                        request.scene().width(),
                        request.scene().height(),
                        new byte[request.scene().width() * request.scene().height() * 3]));
    Instant rendered = Instant.now();
    return new RenderResult(
        picture,
        started,
        rendered,
        ChronoUnit.MICROS.between(asked, started),
        0,
        0,
        ChronoUnit.MICROS.between(started, rendered),
        0,
        1);
  }

  @Override
  public void check(RenderRequest request) {
    // It can do whatever is a request.
  }

  @Override
  public ModelInfo model() {
    return new ModelInfo("paced", "sd15", SIDE, List.of("lcm"));
  }

  @Override
  public void close() {
    device.shutdownNow();
    outstanding.forEach(future -> future.completeExceptionally(new EngineClosedException()));
  }
}
