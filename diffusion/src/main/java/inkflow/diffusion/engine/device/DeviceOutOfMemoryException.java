package inkflow.diffusion.engine.device;

/** A call ran out of the device's memory and left nothing behind; a smaller one can work. */
public final class DeviceOutOfMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceOutOfMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
