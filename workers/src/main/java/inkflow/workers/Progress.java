package inkflow.workers;

/** Connects a running {@link Work} with its {@link Worker}. */
public interface Progress {
  /** Reports that the work has what it needs and is now working. */
  void working();

  /** Whether the work must return soon. */
  boolean stopping();
}
