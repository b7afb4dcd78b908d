package inkflow.diffusion;

/** The device is lost and the engine can't continue. Close it and open another. */
public final class EngineFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineFailedException(Throwable cause) {
    super("the engine failed and can't go on: " + cause, cause);
  }
}
