package inkflow.diffusion.engine;

/** How many threads a device that is the processor itself computes with. */
final class Threads {
  private Threads() {}

  /**
   * @param asked 0 to choose: all processors but those that others need, see RATIONALE.md
   */
  static int of(int asked) {
    return asked > 0 ? asked : chosen(Runtime.getRuntime().availableProcessors());
  }

  static int chosen(int processors) {
    return processors;
  }
}
