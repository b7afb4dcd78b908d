package inkflow.gateway.log;

/** The log refuses this record permanently; other records are fine. */
public final class RecordRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RecordRefusedException(int bytes, Throwable cause) {
    super("record: " + bytes + " bytes (expected: what the log takes)", cause);
  }
}
