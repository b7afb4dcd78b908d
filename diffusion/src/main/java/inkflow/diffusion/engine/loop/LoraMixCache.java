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
 * The weights of LoRA mixes. Each is made once, on a thread of its own beside the device thread, so
 * a new mix keeps nobody waiting but those who asked for it; then it stays while it is held, and
 * after that while there is room.
 *
 * <p>The rule: those who ask stand in line. One whose mix is there goes on at once; else its mix is
 * made as soon as the thread is free. LoraMixCache that nobody holds make room, the one unused for
 * longest first; the last one used stays until another is made, whatever its size. When those in
 * use fill the room, the first who needs another waits for one of them to go, and all behind it
 * wait too, or a mix that is always in use would keep it out for ever. One mix, the one that most
 * requests have, is outside all this: it stays, and nobody waits for it.
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
   * @param resident the mix that stays once it is made
   * @param maxBytes most memory for the other mixes; the last one made may go beyond it
   * @param threadName of the thread that makes them
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

  /** One request's hand on a mix. Any thread. */
  public final class Hold implements AutoCloseable {
    private final LoraMix wanted;
    private final CompletableFuture<MixedWeights> weights = new CompletableFuture<>();
    private Mix held;
    private boolean released;

    private Hold(LoraMix wanted) {
      this.wanted = wanted;
    }

    /** Completes on the thread that makes mixes, or is complete already. */
    public CompletableFuture<MixedWeights> weights() {
      return weights;
    }

    /** Lets go; a second call does nothing. */
    @Override
    public void close() {
      release(this);
    }
  }

  /** Asks for a mix. Never blocks; close what is returned. Any thread. */
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

  /** Gives those in line what is there, and begins the next mix. */
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
              true; // also while another is made, or those behind would take what it waits for
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
   * @param least mixes that stay though there is no room: one, or a mix bigger than the room would
   *     be made again for every picture
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

  /** Memory of the mixes that are there, the resident one not counted. */
  synchronized long bytes() {
    return others().mapToLong(Mix::bytes).sum();
  }

  /** Frees what was dropped. The device thread calls it between turns, when nothing computes. */
  public void freeDropped() {
    List<MixedWeights> free;
    synchronized (this) {
      free = List.copyOf(dropped);
      dropped.clear();
    }
    free.forEach(MixedWeights::close);
  }

  /** Ends the thread and frees all mixes. The device thread calls it when nothing computes. */
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
