package inkflow.gateway.log;

/** A record was lost on its way into the log, so those behind it were not written either. */
public final class LogBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LogBrokenException(String why, Throwable cause) {
    super(why, cause);
  }
}
