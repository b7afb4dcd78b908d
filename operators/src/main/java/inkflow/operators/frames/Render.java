package inkflow.operators.frames;

import inkflow.GeneratedFrame;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One render on its way. Cancelling works from any thread and at any stage. */
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

  /** Remembers what to withdraw. */
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

  /** How it ended. */
  public sealed interface Outcome permits Done, Similar, Failed {}

  /**
   * A frame ready for its readers.
   *
   * @param picture that it shows
   * @param seen canvas and camera that it was made from
   */
  public record Done(GeneratedFrame frame, Picture picture, Optional<Picture> seen)
      implements Outcome {}

  /** No frame, for the camera shows what it showed before. */
  public record Similar() implements Outcome {}

  /** No frame, and why. */
  public record Failed(Throwable cause) implements Outcome {}
}
