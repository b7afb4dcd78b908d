package inkflow.operators.scheduling;

/** Numbers a session's frames so that they always rise, also across failures and restores. */
final class FrameNumbers {
  private static final long MICROS_PER_MILLI = 1000;

  private FrameNumbers() {}

  /**
   * The first frame number of a session in an execution attempt: the larger of {@code last + 1} and
   * the clock in microseconds. The clock is above all numbers used after the checkpoint from which
   * {@code last} was restored. Later numbers of the attempt count up by one.
   *
   * @param last highest number known to be used by this session
   * @param nowMillis since 1970
   */
  static long firstOfAttempt(long last, long nowMillis) {
    return Math.max(last + 1, nowMillis * MICROS_PER_MILLI);
  }
}
