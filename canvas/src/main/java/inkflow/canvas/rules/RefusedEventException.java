package inkflow.canvas.rules;

/**
 * An event that a document refuses. The document stays unchanged; the sender gets a {@link
 * inkflow.Notice} with this code and message.
 */
public final class RefusedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  RefusedEventException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The message reads {@code key: value (expected: ...)}. */
  public static RefusedEventException of(String code, String key, Object value, String expected) {
    return new RefusedEventException(code, key + ": " + value + " (expected: " + expected + ")");
  }

  /** Stable and machine-readable, such as {@code object.unknown} or {@code image.too-large}. */
  public String code() {
    return code;
  }
}
