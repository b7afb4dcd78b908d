package inkflow.diffusion;

import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import java.util.concurrent.CompletableFuture;

/**
 * Draws pictures, many sessions' at once, on one device.
 *
 * <p>Same request, same picture: nothing depends on who else is in the batch beyond rounding;
 * alone, it is the same bit for bit.
 */
public interface RenderEngine extends AutoCloseable {

  /**
   * Queues one render. Never blocks; may be called from any thread. Cancelling the future withdraws
   * the request at its next step.
   *
   * @return completes on a thread of the engine, so hop to the mailbox before touching keyed state;
   *     fails with {@link QueueFullException} when the queue's capacity of requests is waiting,
   *     with {@link InvalidRequestException} when the model can't do what is asked, with {@link
   *     EngineClosedException} when the engine closes first, with {@link EngineFailedException}
   *     when the device is lost or its thread ended
   */
  CompletableFuture<RenderResult> render(RenderRequest request);

  /** What is loaded. */
  ModelInfo model();

  /** What it does now. */
  default EngineMetrics metrics() {
    return EngineMetrics.NONE;
  }

  /** Whether it can't go on: every request fails with {@link EngineFailedException}. */
  default boolean failed() {
    return false;
  }

  /** Fails what waits, frees the device, ends the device thread. */
  @Override
  void close();
}
