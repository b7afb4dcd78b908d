package inkflow.operators.scheduling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The memory that the sessions of a subtask keep for their next pictures. Over its limit, the least
 * recently rendered sessions are evicted. Task thread only, except for {@link #total}.
 */
final class SessionMemory {
  private final long most;

  /** Bytes by session, the least recently rendered first. */
  private final Map<String, Long> kept = new LinkedHashMap<>();

  private volatile long total;

  /**
   * @param most bytes of all sessions together
   */
  SessionMemory(long most) {
    this.most = most;
  }

  /** Records that a session was rendered and now keeps this many bytes. */
  void drawn(String session, long bytes) {
    forget(session);
    if (bytes > 0) {
      kept.put(session, bytes);
      total += bytes;
    }
  }

  /** Records that a session keeps nothing. */
  void forget(String session) {
    Long bytes = kept.remove(session);
    if (bytes != null) {
      total -= bytes;
    }
  }

  /**
   * Evicts sessions until the limit is kept.
   *
   * @param mayGo whether a session may be evicted; one with a render in flight may not
   * @return the evicted sessions
   */
  List<String> makeRoom(Predicate<String> mayGo) {
    List<String> going = new ArrayList<>();
    long left = total;
    for (Map.Entry<String, Long> session : kept.entrySet()) {
      if (left <= most) {
        break;
      }
      if (mayGo.test(session.getKey())) {
        left -= session.getValue();
        going.add(session.getKey());
      }
    }
    going.forEach(this::forget);
    return going;
  }

  /** Bytes of all sessions together. Any thread. */
  long total() {
    return total;
  }
}
