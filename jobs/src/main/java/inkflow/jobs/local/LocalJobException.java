package inkflow.jobs.local;

/** A job could not be started, or failed. The cause is the failure of its tasks. */
public final class LocalJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalJobException(String message, Throwable cause) {
    super(message, cause);
  }
}
