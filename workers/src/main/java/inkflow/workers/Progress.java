package inkflow.workers;

/** How {@link Work} and its {@link Worker} hear of each other while it runs. */
public interface Progress {
  /** What the work needs is there: it does what it is for from now on. */
  void working();

  /** Whether it is to return. */
  boolean stopping();
}
