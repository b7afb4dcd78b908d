package inkflow.diffusion.engine.loop;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.QueueFullException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue of sessions for one device. Any thread adds entries; the device thread takes the batch
 * of a turn and ends the turn. Entries that are not ready are skipped but keep their position.
 *
 * <p>The rule: sessions are ordered by when they were last on the device, or first came. The first
 * session's oldest entry decides what the call computes. Each session in order then adds its oldest
 * entry that can share the call, one per session, in several rounds while rows and memory are left.
 * When the turn ends, sessions whose oldest entry took part go to the end of the queue. So however
 * many entries a session adds, an entry of another session waits for at most one entry of each
 * session ahead of it.
 */
public final class FairQueue<E extends FairQueue.Entry> {

  /**
   * A queued entry. Its session and number never change; kind, rows and cost don't change while it
   * waits.
   */
  interface Entry {
    String session();

    /** Rises from request to request. */
    long number();

    /** Entries of equal kind can share one call. */
    Object kind();

    /** Rows it takes in a call. */
    int rows();

    /** Memory it takes in a call, bytes. */
    long cost();

    /**
     * Whether it may be taken. Once true it stays true until the entry is taken; {@link #wake}
     * announces the change.
     */
    boolean ready();
  }

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, TreeMap<Long, E>> line = new LinkedHashMap<>();

  /** Sessions on the device; they are queued again when the turn ends. */
  private final Map<String, TreeMap<Long, E>> served = new LinkedHashMap<>();

  private int waiting;
  private boolean closed;

  public FairQueue(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a new entry.
   *
   * @throws QueueFullException when the queue is full
   * @throws EngineClosedException after {@link #close}
   */
  public void add(E entry) {
    lock.lock();
    try {
      if (closed) {
        throw new EngineClosedException();
      }
      if (waiting >= capacity) {
        throw new QueueFullException(capacity);
      }
      put(entry);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void put(E entry) {
    TreeMap<Long, E> away = served.get(entry.session());
    TreeMap<Long, E> entries =
        away != null ? away : line.computeIfAbsent(entry.session(), s -> new TreeMap<>());
    entries.put(entry.number(), entry);
    waiting++;
  }

  /** Removes an entry if it is waiting. */
  public void remove(E entry) {
    lock.lock();
    try {
      TreeMap<Long, E> entries =
          Optional.ofNullable(line.get(entry.session())).orElse(served.get(entry.session()));
      if (entries != null && entries.remove(entry.number()) != null) {
        waiting--;
        if (entries.isEmpty()) {
          line.remove(entry.session());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Blocks until there are ready entries and takes a batch that can share one call; {@link
   * #endTurn} must follow.
   *
   * @param maxRows most rows of the batch; a first entry that needs more is taken alone
   * @param maxCost most cost of the batch; a first entry that costs more is taken alone
   * @return empty after {@link #close}
   */
  public List<E> take(int maxRows, long maxCost) {
    lock.lock();
    try {
      while (!closed && first().isEmpty()) {
        changed.awaitUninterruptibly();
      }
      return closed ? List.of() : takeWaiting(maxRows, maxCost);
    } finally {
      lock.unlock();
    }
  }

  private List<E> takeWaiting(int maxRows, long maxCost) {
    Object kind = first().orElseThrow().kind();
    List<E> batch = new ArrayList<>();
    int rows = 0;
    long cost = 0;
    int before;
    do {
      before = batch.size();
      for (Map.Entry<String, TreeMap<Long, E>> session : line.entrySet()) {
        Optional<E> fitting = oldest(kind, session.getValue());
        if (fitting.isPresent()
            && (batch.isEmpty()
                || (rows + fitting.get().rows() <= maxRows
                    && fitting.get().cost() <= maxCost - cost))) {
          E entry = fitting.get();
          if (oldest(session.getValue()).orElseThrow() == entry) {
            served.put(session.getKey(), session.getValue());
          }
          session.getValue().remove(entry.number());
          batch.add(entry);
          rows += entry.rows();
          cost += entry.cost();
        }
      }
    } while (batch.size() > before && rows < maxRows);
    // Removed only now, because a session may add entries in several rounds.
    line.keySet().removeAll(served.keySet());
    waiting -= batch.size();
    return batch;
  }

  /** The oldest ready entry of the first session that has one. */
  private Optional<E> first() {
    return line.values().stream().flatMap(entries -> oldest(entries).stream()).findFirst();
  }

  private static <E extends Entry> Optional<E> oldest(Map<Long, E> entries) {
    return entries.values().stream().filter(Entry::ready).findFirst();
  }

  private static <E extends Entry> Optional<E> oldest(Object kind, Map<Long, E> entries) {
    return entries.values().stream()
        .filter(entry -> entry.ready() && entry.kind().equals(kind))
        .findFirst();
  }

  /** Tells the queue that a waiting entry has become ready. */
  public void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a turn: puts back the entries that need another one, and moves the served sessions to the
   * end of the queue.
   *
   * @return the entries that could not be put back because the queue is closed
   */
  public List<E> endTurn(List<E> unfinished) {
    lock.lock();
    try {
      if (closed) {
        return unfinished;
      }
      unfinished.forEach(this::put);
      served.values().removeIf(TreeMap::isEmpty);
      line.putAll(served);
      served.clear();
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Makes every {@link #take} return; returns the entries that were waiting. */
  public List<E> close() {
    lock.lock();
    try {
      closed = true;
      List<E> left = all();
      line.clear();
      served.clear();
      waiting = 0;
      changed.signalAll();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /** A copy of the waiting entries. */
  List<E> snapshot() {
    lock.lock();
    try {
      return all();
    } finally {
      lock.unlock();
    }
  }

  private List<E> all() {
    List<E> all = new ArrayList<>();
    line.values().forEach(entries -> all.addAll(entries.values()));
    served.values().forEach(entries -> all.addAll(entries.values()));
    return all;
  }

  /** Number of waiting entries, without those on the device. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
