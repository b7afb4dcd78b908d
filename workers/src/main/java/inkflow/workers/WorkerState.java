package inkflow.workers;

/** The state of a {@link Worker}. */
public enum WorkerState {
  /** Not started yet. */
  NEW,
  /** Runs, but doesn't have everything it needs yet. */
  STARTING,
  /** Works normally. */
  WORKING,
  /** Failed, and waits before it restarts. */
  PAUSED,
  /** Returned, because it was finished or closed. */
  ENDED,
  /** Failed, and is not restarted. */
  FAILED
}
