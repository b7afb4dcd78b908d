package inkflow.diffusion;

/** The device can't go on, so neither can its engine: close it and open another. */
public final class EngineFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineFailedException(Throwable cause) {
    super("the engine failed and can't go on: " + cause, cause);
  }
}
