package inkflow.diffusion.engine.device;

/** The device can't go on: out of memory, or its driver gave up. */
public final class DeviceLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
