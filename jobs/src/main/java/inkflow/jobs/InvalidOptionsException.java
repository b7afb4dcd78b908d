package inkflow.jobs;

/** Options with which the job can't run; the message has one line per problem. */
public final class InvalidOptionsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidOptionsException(String message) {
    super(message);
  }
}
