package inkflow.operators.scheduling;

/**
 * A token bucket of one client: holds a second's worth of events, refilled by the events' own
 * timestamps, so that a backlog read at once after an outage isn't mistaken for a flood.
 */
public final class EventRate {
  private static final double MILLIS_PER_SECOND = 1000;
  private final int perSecond;
  private double tokens;
  private long last;

  EventRate(int perSecond) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
  }

  /** Takes one event's token; false when there is none left. */
  public boolean admit(long timestampMillis) {
    long elapsed = Math.max(0, timestampMillis - last);
    last = Math.max(last, timestampMillis);
    tokens = Math.min(perSecond, tokens + elapsed * perSecond / MILLIS_PER_SECOND);
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }
}
