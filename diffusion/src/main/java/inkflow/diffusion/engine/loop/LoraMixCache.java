package inkflow.diffusion.engine.loop;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MixedWeights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Caches the weights of LoRA mixes. Each mix is made once, on a thread beside the device thread, so
 * a new mix delays only the requests that use it. It stays while a request holds it, and after that
 * as long as there is memory.
 *
 * <p>The rule: requests are served in order. If a request's mix is cached, the request continues at
 * once; if not, the mix is made as soon as the thread is free. To make room, mixes that nobody
 * holds are evicted, least recently used first; the most recently used one stays until another is
 * made, whatever its size. If the mixes in use fill the memory, the first request that needs
 * another one waits until one is released, and all requests behind it wait too. Otherwise a mix
 * that is always in use could keep it waiting forever. The resident mix, which most requests use,
 * is exempt: it is never evicted and doesn't count.
 */
public final class LoraMixCache implements AutoCloseable {
  private final Function<LoraMix, MixedWeights> maker;
  private final LoraMix resident;
  private final long maxBytes;
  private final ExecutorService thread;
  private final Map<LoraMix, Mix> mixes = new LinkedHashMap<>(16, 0.75f, true);
  private final Deque<Hold> line = new ArrayDeque<>();
  private final List<MixedWeights> dropped = new ArrayList<>();
  private Mix making;
  private boolean closed;

  /**
   * @param maker makes one mix at a time
   * @param resident the mix that is never evicted once it is made
   * @param maxBytes most memory for the other mixes; the last one made may exceed it
   * @param threadName name of the thread that makes them
   */
  public LoraMixCache(
      Function<LoraMix, MixedWeights> maker, LoraMix resident, long maxBytes, String threadName) {
    this.maker = maker;
    this.resident = resident;
    this.maxBytes = maxBytes;
    this.thread = EngineThreads.executor(threadName);
  }

  private static final class Mix {
    final LoraMix mix;
    final CompletableFuture<MixedWeights> weights = new CompletableFuture<>();
    MixedWeights made;
    int holds;

    Mix(LoraMix mix) {
      this.mix = mix;
    }

    long bytes() {
      return made == null ? 0 : made.bytes();
    }
  }

  /** One request's hold on a mix, which is not evicted meanwhile. Any thread. */
  public final class Hold implements AutoCloseable {
    private final LoraMix wanted;
    private final CompletableFuture<MixedWeights> weights = new CompletableFuture<>();
    private Mix held;
    private boolean released;

    private Hold(LoraMix wanted) {
      this.wanted = wanted;
    }

    /** Completes on the thread that makes mixes, or is already complete. */
    public CompletableFuture<MixedWeights> weights() {
      return weights;
    }

    /** Releases the mix; a second call does nothing. */
    @Override
    public void close() {
      release(this);
    }
  }

  /** Requests a mix. Never blocks; the caller closes the hold. Any thread. */
  public Hold hold(LoraMix mix) {
    Hold hold = new Hold(mix);
    synchronized (this) {
      if (closed) {
        hold.weights.completeExceptionally(new EngineClosedException());
        return hold;
      }
      line.add(hold);
    }
    advance();
    return hold;
  }

  private void release(Hold hold) {
    synchronized (this) {
      if (hold.released) {
        return;
      }
      hold.released = true;
      line.remove(hold);
      if (hold.held != null) {
        hold.held.holds--;
      }
    }
    advance();
  }

  /** Serves waiting requests whose mix is cached, and starts making the next mix. */
  private void advance() {
    List<Hold> served = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      makeRoom(1);
      boolean blocked = false;
      Iterator<Hold> waiting = line.iterator();
      while (waiting.hasNext()) {
        Hold hold = waiting.next();
        if (blocked && !hold.wanted.equals(resident)) {
          continue;
        }
        Mix mix = mixes.get(hold.wanted);
        if (mix == null && !hasRoom(hold.wanted)) {
          blocked =
              true; // also while another mix is made; else later requests would take the memory it
          // waits for
        } else if (mix == null && making == null) {
          mix = begin(hold.wanted);
        }
        if (mix != null) {
          mix.holds++;
          hold.held = mix;
          served.add(hold);
          waiting.remove();
        }
      }
    }
    served.forEach(LoraMixCache::pass);
  }

  private static void pass(Hold hold) {
    var unused =
        hold.held.weights.whenComplete(
            (weights, error) -> {
              if (error == null) {
                hold.weights.complete(weights);
              } else {
                hold.weights.completeExceptionally(error);
              }
            });
  }

  /**
   * @param least mixes that stay even without room; 1, because a mix larger than the limit would
   *     otherwise be made again for every picture
   */
  private void makeRoom(int least) {
    Iterator<Mix> oldestFirst = mixes.values().iterator();
    while (oldestFirst.hasNext() && bytes() > maxBytes && others().count() > least) {
      Mix mix = oldestFirst.next();
      if (mix.holds == 0 && mix.made != null && !mix.mix.equals(resident)) {
        oldestFirst.remove();
        dropped.add(mix.made);
      }
    }
  }

  private boolean hasRoom(LoraMix wanted) {
    return wanted.equals(resident)
        || bytes() < maxBytes
        || others().allMatch(mix -> mix.holds == 0);
  }

  private Stream<Mix> others() {
    return mixes.values().stream().filter(mix -> !mix.mix.equals(resident));
  }

  private Mix begin(LoraMix wanted) {
    makeRoom(0);
    Mix mix = new Mix(wanted);
    mixes.put(wanted, mix);
    making = mix;
    thread.execute(() -> make(mix));
    return mix;
  }

  private void make(Mix mix) {
    MixedWeights made = null;
    Throwable failure = null;
    try {
      made = maker.apply(mix.mix);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    synchronized (this) {
      making = null;
      if (made == null) {
        mixes.remove(mix.mix);
      } else {
        mix.made = made;
      }
    }
    if (made == null) {
      mix.weights.completeExceptionally(failure);
    } else {
      mix.weights.complete(made);
    }
    advance();
  }

  /** Memory of the cached mixes without the resident one, bytes. */
  synchronized long bytes() {
    return others().mapToLong(Mix::bytes).sum();
  }

  /** Frees evicted mixes. Called by the device thread between calls, when nothing computes. */
  public void freeDropped() {
    List<MixedWeights> free;
    synchronized (this) {
      free = List.copyOf(dropped);
      dropped.clear();
    }
    free.forEach(MixedWeights::close);
  }

  /** Ends the thread and frees all mixes. Called by the device thread when nothing computes. */
  @Override
  public void close() {
    Mix last;
    synchronized (this) {
      closed = true;
      last = making;
    }
    thread.shutdown();
    if (last != null) {
      last.weights.handle((weights, error) -> weights).join();
    }
    freeDropped();
    mixes.values().forEach(mix -> mix.made.close());
    mixes.clear();
  }
}
