package inkflow.diffusion.engine.loop;

import inkflow.diffusion.engine.device.CallMemory;

/**
 * Most memory for all rows of one call: the device's estimate, less after a call that ran out of
 * memory, and more again after a series of calls that fit. Device thread only.
 */
public final class CallBudget {
  private static final int CALLS_UNTIL_MORE = 100;
  private final long most;
  private long bytes;
  private int fitted;

  public CallBudget(CallMemory memory) {
    this.most = memory.bytes();
    this.bytes = most;
  }

  public long bytes() {
    return bytes;
  }

  /** A call fit. */
  void fitted() {
    if (bytes < most && ++fitted == CALLS_UNTIL_MORE) {
      fitted = 0;
      bytes = bytes > most / 2 ? most : 2 * bytes;
    }
  }

  /**
   * A call ran out of memory.
   *
   * @param cost its estimate, bytes
   */
  void exceeded(long cost) {
    fitted = 0;
    bytes = Math.max(1, Math.min(bytes, cost / 2));
  }
}
