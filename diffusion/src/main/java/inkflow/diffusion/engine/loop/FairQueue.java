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
 * The line of sessions before one device. Any thread adds; the device thread takes a turn's batch
 * and ends the turn. Entries that are not ready are as if they had not come yet, but that they keep
 * their place.
 *
 * <p>The rule: sessions stand in line by when they were last on the device, or came. The first
 * session's oldest entry says what the turn does. Each session in the line's order then adds its
 * oldest entry that can share the call, one each, and round again while rows are left. When the
 * turn ends, sessions whose oldest entry was in it go to the line's end. So whatever a session asks
 * for, another's entry waits for at most one entry of each session before its own.
 */
public final class FairQueue<E extends FairQueue.Entry> {

  /** What waits. Session, number and, while it waits, kind and rows don't change. */
  interface Entry {
    String session();

    /** Rises from request to request. */
    long number();

    /** Entries of equal kind can share one call. */
    Object kind();

    /** Room it takes in a call. */
    int rows();

    /** Whether it may be taken. Once it may it stays so until it is; {@link #wake} tells of it. */
    boolean ready();
  }

  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, TreeMap<Long, E>> line = new LinkedHashMap<>();

  /** Sessions on the device, which stand in line again when the turn ends. */
  private final Map<String, TreeMap<Long, E>> served = new LinkedHashMap<>();

  private int waiting;
  private boolean closed;

  public FairQueue(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Adds a new entry.
   *
   * @throws QueueFullException when as many wait as may
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

  /** Withdraws an entry if it waits. */
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
   * Waits for entries and takes a batch that can share one call; {@link #endTurn} must follow.
   *
   * @param maxRows of the batch; a first entry that needs more comes alone
   * @return empty once closed
   */
  public List<E> take(int maxRows) {
    lock.lock();
    try {
      while (!closed && first().isEmpty()) {
        changed.awaitUninterruptibly();
      }
      return closed ? List.of() : takeWaiting(maxRows);
    } finally {
      lock.unlock();
    }
  }

  private List<E> takeWaiting(int maxRows) {
    Object kind = first().orElseThrow().kind();
    List<E> batch = new ArrayList<>();
    int rows = 0;
    int before;
    do {
      before = batch.size();
      for (Map.Entry<String, TreeMap<Long, E>> session : line.entrySet()) {
        Optional<E> fitting = oldest(kind, session.getValue());
        if (fitting.isPresent() && (batch.isEmpty() || rows + fitting.get().rows() <= maxRows)) {
          E entry = fitting.get();
          if (oldest(session.getValue()).orElseThrow() == entry) {
            served.put(session.getKey(), session.getValue());
          }
          session.getValue().remove(entry.number());
          batch.add(entry);
          rows += entry.rows();
        }
      }
    } while (batch.size() > before && rows < maxRows);
    // Only now: a session stays in line for the second round of its own turn.
    line.keySet().removeAll(served.keySet());
    waiting -= batch.size();
    return batch;
  }

  /** The first session's oldest entry, of those that are ready. */
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

  /** An entry that waits has become ready. */
  public void wake() {
    lock.lock();
    try {
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts back what needs another turn, and those served at the line's end.
   *
   * @return what was put back in vain because the queue is closed
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

  /** Ends every {@link #take}; returns what waited. */
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

  /** A copy of what waits now. */
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

  /** Entries that wait, those on the device not counted. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
