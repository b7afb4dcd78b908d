package inkflow.diffusion;

import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import java.util.concurrent.CompletableFuture;

/**
 * Renders the pictures of many sessions on one device.
 *
 * <p>The same request gives the same picture: bit for bit if it is alone in its batches, else up to
 * rounding.
 */
public interface RenderEngine extends AutoCloseable {

  /**
   * Queues one render. Never blocks; may be called from any thread. Cancelling the future removes
   * the request before its next step.
   *
   * @return completes on a thread of the engine, so hop to the mailbox before touching keyed state;
   *     fails with {@link QueueFullException} when the queue is full, with {@link
   *     InvalidRequestException} when the model can't do what is asked, with {@link
   *     EngineClosedException} when the engine closes first, with {@link EngineFailedException}
   *     when the device is lost or its thread ended
   */
  CompletableFuture<RenderResult> render(RenderRequest request);

  /**
   * Checks whether the model can do what is asked, as far as possible without rendering. Any
   * thread; doesn't use the device.
   *
   * @throws InvalidRequestException as {@link #render} would fail
   */
  void check(RenderRequest request);

  /** Describes the loaded model. */
  ModelInfo model();

  /** Its current figures. */
  default EngineMetrics metrics() {
    return EngineMetrics.NONE;
  }

  /** Whether it has failed for good: every request fails with {@link EngineFailedException}. */
  default boolean failed() {
    return false;
  }

  /** Fails all waiting requests, frees the device and ends the device thread. */
  @Override
  void close();
}
