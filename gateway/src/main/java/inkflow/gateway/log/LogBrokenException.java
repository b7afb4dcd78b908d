package inkflow.gateway.log;

/** A record could not be appended, so those after it were not written either. */
public final class LogBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogBrokenException(String why, Throwable cause) {
    super(why, cause);
  }
}
