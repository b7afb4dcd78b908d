package inkflow.diffusion;

/** The engine was closed before the picture was finished. */
public final class EngineClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineClosedException() {
    super("the engine closed before the picture was done");
  }
}
