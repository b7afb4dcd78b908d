package inkflow.diffusion.hardware;

/** There is no usable GPU. The message says why, and what to do about it. */
public final class NoGpuException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoGpuException(String message) {
    super(message);
  }
}
