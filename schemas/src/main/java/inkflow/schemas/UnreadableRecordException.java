package inkflow.schemas;

/** Bytes that are not the expected record. They go to {@link Topics#DEAD_LETTERS}. */
public final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
