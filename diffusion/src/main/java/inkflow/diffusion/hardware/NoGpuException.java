package inkflow.diffusion.hardware;

/** There is no GPU to compute on. The message says why, and what to do about it. */
public final class NoGpuException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoGpuException(String message) {
    super(message);
  }

  public NoGpuException(String message, Throwable cause) {
    super(message, cause);
  }
}
