package inkflow.diffusion;

/** As many requests wait as may wait; try again when one is done. */
public final class QueueFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QueueFullException(int capacity) {
    super("engine queue: " + capacity + " requests are waiting, which is its capacity");
  }
}
