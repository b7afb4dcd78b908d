package inkflow.workers;

/** What a {@link Worker} does now. */
public enum WorkerState {
  /** Not started yet. */
  NEW,
  /** Runs, but what it needs is not there yet. */
  STARTING,
  /** Does what it is for. */
  WORKING,
  /** Failed, and waits before it starts again. */
  PAUSED,
  /** Returned, because it was done or was closed. */
  ENDED,
  /** Failed, and is not started again. */
  FAILED
}
