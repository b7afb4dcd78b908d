package inkflow.operators.scheduling;

/** Numbers a session's frames so that they rise for ever, failures and restores included. */
final class FrameNumbers {
  private static final long MICROS_PER_MILLI = 1000;

  private FrameNumbers() {}

  /**
   * The first number that a session's frames get from an attempt: the later of {@code last + 1} and
   * the clock in microseconds. The clock passes all numbers that were given out after the
   * checkpoint that {@code last} came from; those that follow count up by one.
   *
   * @param last number that this session is known to have used
   * @param nowMillis since 1970
   */
  static long firstOfAttempt(long last, long nowMillis) {
    return Math.max(last + 1, nowMillis * MICROS_PER_MILLI);
  }
}
