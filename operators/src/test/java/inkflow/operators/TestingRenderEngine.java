package inkflow.operators;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import inkflow.operators.session.RenderEngineProvider;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine whose renders are completed by the test. */
@SuppressWarnings("CollectionUndefinedEquality") // futures are compared by identity
public final class TestingRenderEngine implements RenderEngine {
  private static final ConcurrentHashMap<String, TestingRenderEngine> ENGINES =
      new ConcurrentHashMap<>();
  private final String id = UUID.randomUUID().toString();
  private final ModelInfo model;
  private final Queue<Rendering> asked = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closes = new AtomicInteger();
  private volatile RuntimeException cancelling;
  private final Set<CompletableFuture<RenderResult>> outstanding = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private volatile boolean quick;
  private volatile RenderRequest last;

  public TestingRenderEngine() {
    this(
        new ModelInfo("testing", "sd15", 64, List.of("lcm", "neon"), List.of(ModelInfo.SKETCH), 1));
  }

  public TestingRenderEngine(ModelInfo model) {
    this.model = model;
    ENGINES.put(id, this);
  }

  /** A provider that returns this instance, also after serialization. */
  public RenderEngineProvider provider() {
    String its = id;
    return () -> {
      TestingRenderEngine engine = ENGINES.get(its);
      engine.closed = false;
      return engine;
    };
  }

  @Override
  public CompletableFuture<RenderResult> render(RenderRequest request) {
    if (closed) {
      return CompletableFuture.failedFuture(new EngineClosedException());
    }
    try {
      check(request);
    } catch (InvalidRequestException e) {
      return CompletableFuture.failedFuture(e);
    }
    Rendering rendering = new Rendering(request, new Cancellable());
    outstanding.add(rendering.future());
    last = request;
    if (quick) {
      rendering.complete();
    } else {
      asked.add(rendering);
    }
    return rendering.future();
  }

  /** Makes every following render complete at once. */
  public void beQuick() {
    quick = true;
  }

  /** Makes the test complete every following render. */
  public void beSlow() {
    quick = false;
  }

  /** Requests not yet taken by {@link #next}, oldest first. */
  public List<RenderRequest> asked() {
    return asked.stream().map(Rendering::request).toList();
  }

  /** The newest request, finished or not. */
  public RenderRequest lastAsked() {
    return last;
  }

  /** Takes the oldest request. */
  public Rendering next() {
    try {
      return asked.remove();
    } catch (NoSuchElementException e) {
      throw new AssertionError("no request came", e);
    }
  }

  public int closes() {
    return closes.get();
  }

  /** Makes cancelling a render throw this from now on. */
  public void failToCancel(RuntimeException failure) {
    cancelling = failure;
  }

  /** Refuses prompts of more than 3,000 characters. */
  @Override
  public void check(RenderRequest request) {
    int length = request.scene().prompt().length();
    if (length > 3_000) {
      throw new InvalidRequestException("prompt", length + " characters", "at most 3000");
    }
  }

  @Override
  public ModelInfo model() {
    return model;
  }

  @Override
  public void close() {
    closes.incrementAndGet();
    closed = true;
    asked.clear();
    outstanding.forEach(future -> future.completeExceptionally(new EngineClosedException()));
    outstanding.clear();
  }

  /** A future that may refuse to be cancelled. */
  private final class Cancellable extends CompletableFuture<RenderResult> {
    @Override
    public boolean cancel(boolean interrupt) {
      if (cancelling != null) {
        throw cancelling;
      }
      return super.cancel(interrupt);
    }
  }

  /** A request, and the future that ends it. */
  public record Rendering(RenderRequest request, CompletableFuture<RenderResult> future) {

    public void complete() {
      int width = request.scene().width();
      int height = request.scene().height();
      Picture picture = new Picture(width, height, new byte[width * height * 3]);
      future.complete(new RenderResult(picture, Instant.EPOCH, Instant.EPOCH, 1, 2, 3, 4, 5, 1));
    }

    public void fail(Throwable cause) {
      future.completeExceptionally(cause);
    }
  }
}
