package inkflow.operators.frames;

import inkflow.GeneratedFrame;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One render in flight. Can be cancelled from any thread and at any stage. */
public final class Render {
  private final RenderJob job;
  private CompletableFuture<RenderResult> atEngine;
  private boolean cancelled;

  Render(RenderJob job) {
    this.job = job;
  }

  public RenderJob job() {
    return job;
  }

  /** Stores the engine's future, so that {@link #cancel} can cancel it. */
  synchronized void submitted(CompletableFuture<RenderResult> future) {
    atEngine = future;
    if (cancelled) {
      future.cancel(false);
    }
  }

  public synchronized void cancel() {
    cancelled = true;
    if (atEngine != null) {
      atEngine.cancel(false);
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /** How a render ended. */
  public sealed interface Outcome permits Done, Similar, Failed {}

  /**
   * A finished frame.
   *
   * @param picture the picture in the frame, uncompressed
   * @param seen canvas and camera from which it was made
   */
  public record Done(GeneratedFrame frame, Picture picture, Optional<Picture> seen)
      implements Outcome {}

  /** No frame, because the camera picture has hardly changed. */
  public record Similar() implements Outcome {}

  /** No frame, because of an error. */
  public record Failed(Throwable cause) implements Outcome {}
}
