package inkflow.operators.events;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast each client of each session may send. In memory only: after a failure everybody starts
 * with a full bucket. Task thread only.
 */
public final class EventRates {
  /** Clients of a session that are remembered; one that was crowded out starts anew. */
  private static final int CLIENTS = 64;

  private final int perSecond;
  private final Map<String, Map<String, EventRate>> sessions = new HashMap<>();

  /**
   * @param perSecond most events of one client in one session
   */
  public EventRates(int perSecond) {
    this.perSecond = perSecond;
  }

  /** The clients of one session, the one that was silent for longest first. */
  private static final class Clients extends LinkedHashMap<String, EventRate> {
    private static final long serialVersionUID = 1L;

    Clients() {
      super(8, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, EventRate> eldest) {
      return size() > CLIENTS;
    }
  }

  int perSecond() {
    return perSecond;
  }

  /**
   * Whether an event is within its client's rate.
   *
   * @param timestampMillis the record's own; events come in the log's order
   */
  boolean admit(String session, String clientId, long timestampMillis) {
    return sessions
        .computeIfAbsent(session, id -> new Clients())
        .computeIfAbsent(clientId, id -> new EventRate(perSecond, timestampMillis))
        .admit(timestampMillis);
  }

  /** Forgets the clients of a session, for it is gone or has been quiet for more than a second. */
  public void forget(String session) {
    sessions.remove(session);
  }

  /** Sessions whose clients are remembered. */
  int size() {
    return sessions.size();
  }
}
