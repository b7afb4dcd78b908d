package inkflow.gateway.log;

/** The log doesn't take this record, now or later; it takes others. */
public final class RecordRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RecordRefusedException(int bytes, Throwable cause) {
    super("record: " + bytes + " bytes (expected: what the log takes)", cause);
  }
}
