package inkflow.operators.events;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rate limits of all clients, by session. Kept in memory only: after a failure everybody starts
 * with a full bucket. Task thread only.
 */
public final class EventRates {
  /**
   * Most clients per session whose rate is kept; a client that was evicted starts again with a full
   * bucket.
   */
  private static final int CLIENTS = 64;

  private final int perSecond;
  private final Map<String, Map<String, EventRate>> sessions = new HashMap<>();

  /**
   * @param perSecond most events of one client in one session
   */
  public EventRates(int perSecond) {
    this.perSecond = perSecond;
  }

  /** The clients of one session, least recently active first. */
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

  /**
   * Forgets the clients of a session. Only for a session that is gone or has been quiet for more
   * than a second.
   */
  public void forget(String session) {
    sessions.remove(session);
  }

  /** Number of sessions with clients kept here. */
  int size() {
    return sessions.size();
  }
}
