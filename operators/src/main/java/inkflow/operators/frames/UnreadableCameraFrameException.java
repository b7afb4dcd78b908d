package inkflow.operators.frames;

/** A camera frame whose bytes are not an image that this JDK can decode. */
public final class UnreadableCameraFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableCameraFrameException(String contentType, Exception cause) {
    super(
        "camera frame: "
            + contentType
            + " (expected: a readable image/jpeg or image/png of at most 16 megapixels)",
        cause);
  }
}
