package inkflow.diffusion.request;

/** A request the model can't do: the key, its value and what was expected. */
public final class InvalidRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String key;

  public InvalidRequestException(String key, Object value, String expected) {
    super(key + ": " + value + " (expected: " + expected + ")");
    this.key = key;
  }

  /** The field of {@link RenderRequest} at fault. */
  public String key() {
    return key;
  }
}
