package inkflow.operators.events;

/**
 * A token bucket for one client. It holds one second's worth of events and refills by the records'
 * timestamps, so a backlog that is read at once after an outage doesn't count as a flood.
 *
 * <p>Events come in the log's order, but the timestamps come from the gateways' clocks, which
 * differ. If a timestamp is before the last one, the time in between is unknown: nothing is
 * refilled, and the bucket continues from there. A later step forward that is at least as long as
 * the steps back is taken as a return to the first gateway's clock, and only the difference
 * refills. Otherwise a client that alternates between two gateways would get a full bucket with
 * every other event.
 */
final class EventRate {
  private static final double MILLIS_PER_SECOND = 1000;
  private final int perSecond;
  private double tokens;
  private long last;

  /** How far timestamps have gone back and not forward again, milliseconds. */
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
