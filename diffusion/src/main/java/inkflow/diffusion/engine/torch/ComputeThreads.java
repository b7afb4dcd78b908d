package inkflow.diffusion.engine.torch;

/** How many threads one operation on the processor uses. */
final class ComputeThreads {
  private ComputeThreads() {}

  /**
   * @param asked 0 to choose: half of the processors, at least two where there are
   */
  static int of(int asked) {
    return asked > 0 ? asked : chosen(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Half: each parallel part ends when its last thread does, so a thread too many waits for whoever
   * else has the processor, at every operation. Of two processors both: docs/performance.md has the
   * figures.
   */
  static int chosen(int processors) {
    return Math.max(Math.min(2, processors), processors / 2);
  }
}
