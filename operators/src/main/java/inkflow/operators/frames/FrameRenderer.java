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
 * Takes a job from canvas to compressed frame: draws on an image thread, has the engine render,
 * compresses on an image thread. Knows nothing of Flink, keeps no session.
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
   * Never blocks.
   *
   * @param done called once, on an image thread or the engine's; not called at all when the image
   *     threads are gone, which is when nobody is left to tell
   */
  public Render start(RenderJob job, BiConsumer<Render, Render.Outcome> done) {
    Render render = new Render(job);
    run(render, done, () -> draw(render, done));
    return render;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what comes of it is told to done
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
   * Whatever goes wrong in a step becomes the render's outcome: a lost one would stall its session.
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
