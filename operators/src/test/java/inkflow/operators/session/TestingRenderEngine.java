package inkflow.operators.session;

import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine whose renders end when, and how, the test says. */
final class TestingRenderEngine implements RenderEngine {
  private static final ConcurrentHashMap<String, TestingRenderEngine> ENGINES =
      new ConcurrentHashMap<>();
  private final String id = UUID.randomUUID().toString();
  private final BlockingQueue<Rendering> asked = new LinkedBlockingQueue<>();
  private final AtomicInteger closes = new AtomicInteger();

  TestingRenderEngine() {
    ENGINES.put(id, this);
  }

  /** Finds this very engine again after serialization. */
  RenderEngineProvider provider() {
    String its = id;
    return () -> ENGINES.get(its);
  }

  @Override
  public CompletableFuture<RenderResult> render(RenderRequest request) {
    CompletableFuture<RenderResult> future = new CompletableFuture<>();
    asked.add(new Rendering(request, future));
    return future;
  }

  /** The next request, waited for. */
  Rendering next() throws InterruptedException, TimeoutException {
    Rendering rendering = asked.poll(10, TimeUnit.SECONDS);
    if (rendering == null) {
      throw new TimeoutException("no request came");
    }
    return rendering;
  }

  /** Whether none comes in a while that is long for a drawing thread. */
  boolean isQuiet() throws InterruptedException {
    Rendering rendering = asked.poll(150, TimeUnit.MILLISECONDS);
    if (rendering != null) {
      asked.add(rendering);
    }
    return rendering == null;
  }

  int closes() {
    return closes.get();
  }

  @Override
  public ModelInfo model() {
    return new ModelInfo(
        "testing", "sd15", 64, List.of("lcm", "neon"), List.of(ModelInfo.SKETCH), 1);
  }

  @Override
  public void close() {
    closes.incrementAndGet();
  }

  /** A request and its end. */
  record Rendering(RenderRequest request, CompletableFuture<RenderResult> future) {

    void complete() {
      Picture picture =
          new Picture(
              request.scene().width(),
              request.scene().height(),
              new byte[request.scene().width() * request.scene().height() * 3]);
      Instant now = Instant.now();
      future.complete(new RenderResult(picture, now, now, 1, 2, 3, 4, 5, 1));
    }

    void fail(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }
}
