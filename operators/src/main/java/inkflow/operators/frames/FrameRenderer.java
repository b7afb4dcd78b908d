package inkflow.operators.frames;

import inkflow.GeneratedFrame;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;

/**
 * Runs a job from canvas to compressed frame: draws on an image thread, submits to the engine,
 * compresses on an image thread. Stateless and independent of Flink.
 */
public final class FrameRenderer {
  private final RenderEngine engine;
  private final Executor images;
  private final FrameAssembler assembler;

  public FrameRenderer(RenderEngine engine, Executor images, FrameAssembler assembler) {
    this.engine = engine;
    this.images = images;
    this.assembler = assembler;
  }

  /**
   * Starts one render. Never blocks.
   *
   * @param done called once, on an image thread or on the engine's; never called if the image
   *     threads are shut down, since the operator is then closed too
   */
  public Render start(RenderJob job, BiConsumer<Render, Render.Outcome> done) {
    Render render = new Render(job);
    run(render, done, () -> draw(render, done));
    return render;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // done receives the result
  private void draw(Render render, BiConsumer<Render, Render.Outcome> done) {
    if (render.isCancelled()) {
      return;
    }
    long start = System.nanoTime();
    RenderJob job = render.job();
    Optional<Picture> seen = InitialPicture.of(job);
    if (Similarity.isReached(job, seen)) {
      done.accept(render, new Render.Similar());
      return;
    }
    Optional<Picture> initial = seen.map(picture -> InitialPicture.withFeedback(job, picture));
    long drawNanos = System.nanoTime() - start;
    CompletableFuture<RenderResult> future =
        engine.render(job.settings().request(job.session(), initial, seen));
    render.submitted(future);
    future.whenComplete(
        (result, error) -> {
          if (error == null) {
            run(render, done, () -> compress(render, result, seen, drawNanos, done));
          } else {
            done.accept(render, new Render.Failed(rootOf(error)));
          }
        });
  }

  private void compress(
      Render render,
      RenderResult result,
      Optional<Picture> seen,
      long drawNanos,
      BiConsumer<Render, Render.Outcome> done) {
    GeneratedFrame frame = assembler.assemble(render.job(), result, drawNanos);
    done.accept(render, new Render.Done(frame, result.picture(), seen));
  }

  private void run(Render render, BiConsumer<Render, Render.Outcome> done, Runnable step) {
    try {
      images.execute(() -> guarded(step).ifPresent(e -> done.accept(render, new Render.Failed(e))));
    } catch (RejectedExecutionException closing) {
      render.cancel();
    }
  }

  /**
   * Turns every exception of a step into the render's outcome; a render without an outcome would
   * stall its session.
   */
  private static Optional<Throwable> guarded(Runnable step) {
    try {
      step.run();
      return Optional.empty();
    } catch (RuntimeException | Error e) {
      return Optional.of(e);
    }
  }

  private static Throwable rootOf(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }
}
