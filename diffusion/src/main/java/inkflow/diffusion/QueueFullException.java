package inkflow.diffusion;

/** The queue is full; try again when a request has finished. */
public final class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QueueFullException(int capacity) {
    super("engine queue: " + capacity + " requests are waiting, which is its capacity");
  }
}
