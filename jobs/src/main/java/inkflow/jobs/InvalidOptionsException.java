package inkflow.jobs;

/** Options that no job can run with; the message has one sentence a line for each. */
public final class InvalidOptionsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidOptionsException(String message) {
    super(message);
  }
}
