package inkflow.diffusion.engine;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.engine.loop.EngineThreads;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine per set of options in this process, shared by all slots of a TaskManager. An engine
 * without leases stays open for a while, so that a job that restarts finds its model loaded. Any
 * thread.
 */
public final class EnginePool {
  private static final Logger LOG = LoggerFactory.getLogger(EnginePool.class);
  private static final EnginePool SHARED =
      new EnginePool(DiffusionEngine::open, Duration.ofSeconds(30));

  /** An engine, its leases, and the scheduled close while there are none. */
  private static final class Shared {
    final CompletableFuture<RenderEngine> engine = new CompletableFuture<>();
    int leases;
    Future<?> end = CompletableFuture.completedFuture(null);
  }

  private final Function<EngineOptions, RenderEngine> opener;
  private final Duration idle;
  private final Map<EngineOptions, Shared> engines = new HashMap<>();
  private final ScheduledExecutorService ends =
      Executors.newSingleThreadScheduledExecutor(task -> EngineThreads.of("engine-pool", task));

  /**
   * @param idle how long an engine without leases stays open
   */
  EnginePool(Function<EngineOptions, RenderEngine> opener, Duration idle) {
    this.opener = opener;
    this.idle = idle;
  }

  /** The pool of this process; an engine without leases stays open for 30 seconds. */
  public static EnginePool shared() {
    return SHARED;
  }

  /**
   * Leases the engine for these options. The first caller opens it; others wait for that. Closing
   * the returned engine ends only this lease: its own requests fail with {@link
   * inkflow.diffusion.EngineClosedException}, and the engine stays open for the other leases.
   *
   * @param asked where it names several devices, the one with the fewest leases is taken
   */
  public RenderEngine lease(EngineOptions asked) {
    EngineOptions options;
    Shared mine = null;
    Shared shared;
    synchronized (this) {
      options = leastLeased(asked);
      shared = engines.get(options);
      if (shared == null || lost(shared)) {
        mine = new Shared();
        shared = mine;
        engines.put(options, shared);
      }
      shared.leases++;
      shared.end.cancel(false);
    }
    if (mine != null) {
      open(options, mine);
    }
    Shared held = shared;
    return new EngineLease(engineOf(held), () -> release(options, held));
  }

  /** Of several with as few leases, the device that was named first. */
  private EngineOptions leastLeased(EngineOptions asked) {
    return Collections.min(DeviceList.each(asked), Comparator.comparingInt(this::leases));
  }

  private int leases(EngineOptions options) {
    Shared shared = engines.get(options);
    return shared == null ? 0 : shared.leases;
  }

  private static boolean lost(Shared shared) {
    return shared.engine.isDone()
        && !shared.engine.isCompletedExceptionally()
        && shared.engine.join().failed();
  }

  private void open(EngineOptions options, Shared shared) {
    try {
      shared.engine.complete(opener.apply(options));
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        engines.remove(options, shared);
      }
      shared.engine.completeExceptionally(e);
    }
  }

  private static RenderEngine engineOf(Shared shared) {
    try {
      return shared.engine.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private synchronized void release(EngineOptions options, Shared shared) {
    shared.leases--;
    if (shared.leases == 0) {
      long wait = lost(shared) ? 0 : idle.toMillis();
      shared.end = ends.schedule(() -> end(options, shared), wait, TimeUnit.MILLISECONDS);
    }
  }

  /** An executor keeps what its tasks throw to itself. */
  private void end(EngineOptions options, Shared shared) {
    try {
      closeUnused(options, shared);
    } catch (RuntimeException | Error e) {
      LOG.error("an engine that nobody holds could not be closed", e);
    }
  }

  private void closeUnused(EngineOptions options, Shared shared) {
    synchronized (this) {
      if (shared.leases > 0) {
        return;
      }
      engines.remove(options, shared);
    }
    shared.engine.join().close();
  }
}
