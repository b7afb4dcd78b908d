package inkflow.jobs.local;

/** A job did not come to run, or ended. The cause is what its tasks stumbled over. */
public final class LocalJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LocalJobException(String message, Throwable cause) {
    super(message, cause);
  }
}
