package inkflow.diffusion.engine;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.EngineMetrics;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One holder's lease of a shared engine. Any thread. */
@SuppressWarnings("CollectionUndefinedEquality") // futures are compared by identity
final class EngineLease implements RenderEngine {
  private final RenderEngine engine;
  private final Runnable release;
  private final Set<CompletableFuture<RenderResult>> outstanding = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /**
   * @param release runs once, when the lease closes
   */
  EngineLease(RenderEngine engine, Runnable release) {
    this.engine = engine;
    this.release = release;
  }

  @Override
  public CompletableFuture<RenderResult> render(RenderRequest request) {
    Optional<CompletableFuture<RenderResult>> future = submit(request);
    if (future.isEmpty()) {
      // Whoever sees that the lease is closed also sees that what waited has failed.
      failOutstanding();
      return CompletableFuture.failedFuture(new EngineClosedException());
    }
    CompletableFuture<RenderResult> submitted = future.get();
    var unused = submitted.whenComplete((result, error) -> outstanding.remove(submitted));
    return submitted;
  }

  /** Empty when the lease is closed. */
  private synchronized Optional<CompletableFuture<RenderResult>> submit(RenderRequest request) {
    if (closed) {
      return Optional.empty();
    }
    CompletableFuture<RenderResult> future = engine.render(request);
    outstanding.add(future);
    return Optional.of(future);
  }

  private void failOutstanding() {
    outstanding.forEach(future -> future.completeExceptionally(new EngineClosedException()));
  }

  @Override
  public void check(RenderRequest request) {
    engine.check(request);
  }

  @Override
  public ModelInfo model() {
    return engine.model();
  }

  @Override
  public EngineMetrics metrics() {
    return engine.metrics();
  }

  @Override
  public boolean failed() {
    return engine.failed();
  }

  /** Cancels this holder's requests and ends the lease; a second call does nothing. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    failOutstanding();
    release.run();
  }
}
