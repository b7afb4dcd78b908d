package inkflow.diffusion.engine.torch;

/** Chooses the number of threads of one operation on the CPU. */
public final class ComputeThreads {
  private ComputeThreads() {}

  /**
   * @param asked 0 to choose: half of the processors, but both of two
   */
  public static int of(int asked) {
    return asked > 0 ? asked : chosen(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Half of the processors: an operation ends when its slowest thread does, so one thread too many
   * waits for other processes in every operation. Of two processors, both; docs/performance.md has
   * the figures.
   */
  static int chosen(int processors) {
    return Math.max(Math.min(2, processors), processors / 2);
  }
}
