package inkflow.diffusion.engine;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.EngineMetrics;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
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
    CompletableFuture<RenderResult> future;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(new EngineClosedException());
      }
      future = engine.render(request);
      outstanding.add(future);
    }
    var unused = future.whenComplete((result, error) -> outstanding.remove(future));
    return future;
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
    outstanding.forEach(future -> future.completeExceptionally(new EngineClosedException()));
    release.run();
  }
}
