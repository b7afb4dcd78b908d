package inkflow.gateway.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Detects whether the job answers. It answers each Join with a snapshot, and most events with a
 * picture. If an event has had no answer for some time, one of the session's editors writes another
 * Join; if that is not answered either, the job is not running. A record of the session whose
 * {@code canvasOffset} is not before an event counts as its answer. Event loop only.
 */
public final class JobWatch {
  private static final String PART = "job";
  private static final int MOST_SESSIONS = 10_000;
  private final long patience;
  private final LongSupplier nanoTime;
  private long heardAt;
  private boolean heard;

  /** A slow engine leaves events unanswered too: so many patiences pass between two probes. */
  private static final int PATIENCES_BETWEEN_PROBES = 6;

  /** What a session waits for, and when it was probed. */
  private static final class Waiting {
    boolean open;
    long newest;
    long since;
    long joinOffset = -1;
    long joinedAt;
    long probedAt;
  }

  private final Map<String, Waiting> sessions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Waiting> eldest) {
          return size() > MOST_SESSIONS;
        }
      };

  /**
   * @param patience how long a Join may be unanswered; after half of it for another event, {@link
   *     #toProbe} returns the session
   */
  public JobWatch(Duration patience, LongSupplier nanoTime) {
    this.patience = patience.toNanos();
    this.nanoTime = nanoTime;
  }

  /** An event was appended to the log. */
  public void asked(String sessionId, long offset, boolean isJoin) {
    long now = nanoTime.getAsLong();
    Waiting waiting = sessions.get(sessionId);
    if (waiting == null) {
      waiting = new Waiting();
      waiting.probedAt = now - PATIENCES_BETWEEN_PROBES * patience - 1;
      sessions.put(sessionId, waiting);
    }
    if (!waiting.open) {
      waiting.open = true;
      waiting.since = now;
    }
    waiting.newest = offset;
    if (isJoin && waiting.joinOffset < 0) {
      waiting.joinOffset = offset;
      waiting.joinedAt = now;
    }
  }

  /** A record of the job for a session has arrived. */
  public void answered(String sessionId, long canvasOffset) {
    heardAt = nanoTime.getAsLong();
    heard = true;
    Waiting waiting = sessions.get(sessionId);
    if (waiting == null) {
      return;
    }
    if (canvasOffset >= waiting.newest) {
      waiting.open = false;
      waiting.joinOffset = -1;
    } else if (waiting.joinOffset <= canvasOffset) {
      waiting.joinOffset = -1;
      waiting.since = heardAt;
    }
  }

  /**
   * Sessions with unanswered events and without an unanswered Join; each is returned once a minute.
   */
  public List<String> toProbe() {
    long now = nanoTime.getAsLong();
    List<String> due = new ArrayList<>();
    sessions.forEach(
        (id, waiting) -> {
          boolean quiet =
              waiting.open && waiting.joinOffset < 0 && now - waiting.since > patience / 2;
          if (quiet && now - waiting.probedAt > PATIENCES_BETWEEN_PROBES * patience) {
            waiting.probedAt = now;
            due.add(id);
          }
        });
    return due;
  }

  /** Ill while a Join has been unanswered for too long. */
  public PartHealth health() {
    long now = nanoTime.getAsLong();
    long longest =
        sessions.values().stream()
            .filter(waiting -> waiting.joinOffset >= 0)
            .mapToLong(waiting -> now - waiting.joinedAt)
            .max()
            .orElse(0);
    PartHealth health;
    if (longest > patience) {
      health =
          PartHealth.ill(PART, "somebody who joined has had no answer for " + seconds(longest));
    } else {
      health = heard ? PartHealth.ok(PART) : PartHealth.unknown(PART);
    }
    health = health.with("sessionsWaiting", sessions.values().stream().filter(w -> w.open).count());
    return heard ? health.with("lastHeardMillis", (now - heardAt) / 1_000_000) : health;
  }

  private static String seconds(long nanos) {
    return nanos / 1_000_000_000 + " s";
  }
}
