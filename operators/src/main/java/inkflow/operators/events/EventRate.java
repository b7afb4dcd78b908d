package inkflow.operators.events;

/**
 * A token bucket of one client: holds a second's worth of events, refilled by what the log says of
 * time, so that a backlog read at once after an outage isn't mistaken for a flood.
 *
 * <p>The log's order counts; its timestamps come from whichever gateway wrote a record, and those
 * differ. So a timestamp may be before the last one: then the time in between is unknown, nothing
 * is refilled, and the bucket goes on from there. A later step forward that is at least as long as
 * the steps back is taken for the way back to the first gateway, and only what it is longer
 * refills: else whoever sends by two gateways in turn would have a full bucket every other event.
 */
final class EventRate {
  private static final double MILLIS_PER_SECOND = 1000;
  private final int perSecond;
  private double tokens;
  private long last;

  /** Milliseconds that timestamps went back, and not forward again. */
  private long behind;

  /**
   * @param firstMillis the first event's timestamp
   */
  EventRate(int perSecond, long firstMillis) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.last = firstMillis;
  }

  /**
   * Takes one event's token; false when there is none left.
   *
   * @param timestampMillis the record's own, in the log's order; may go back
   */
  boolean admit(long timestampMillis) {
    tokens = Math.min(perSecond, tokens + elapsed(timestampMillis) * perSecond / MILLIS_PER_SECOND);
    if (tokens < 1) {
      return false;
    }
    tokens -= 1;
    return true;
  }

  private long elapsed(long timestampMillis) {
    long step = timestampMillis - last;
    last = timestampMillis;
    if (step < 0) {
      behind -= step;
      return 0;
    }
    if (step < behind) {
      return step;
    }
    long returned = step - behind;
    behind = 0;
    return returned;
  }
}
