package inkflow.operators;

/** Numbers a session's frames so that they rise for ever, failures and restores included. */
final class FrameNumbers {
  private static final long MICROS_PER_MILLI = 1000;

  private FrameNumbers() {}

  /**
   * The later of {@code last + 1} and the clock in microseconds. The first keeps them rising when
   * the clock stands still or is set back; the second passes all numbers that were given out after
   * the checkpoint that {@code last} came from.
   *
   * @param last number that this session is known to have used
   * @param nowMillis since 1970
   */
  static long after(long last, long nowMillis) {
    return Math.max(last + 1, nowMillis * MICROS_PER_MILLI);
  }
}
