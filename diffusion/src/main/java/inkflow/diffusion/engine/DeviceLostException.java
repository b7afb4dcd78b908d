package inkflow.diffusion.engine;

/** The device can't go on: out of memory, or its driver gave up. */
final class DeviceLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DeviceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
