package inkflow.gateway.log;

import inkflow.CameraFrame;
import inkflow.SketchEvent;
import java.util.concurrent.CompletionStage;

/**
 * Where the gateway writes what people do: the topics {@code sketch-events} and {@code
 * camera-frames}.
 *
 * <p>Neither append blocks. Records of one session keep the order of the calls. The stages complete
 * on a thread of the log.
 */
public interface EventLog extends AutoCloseable {
  /** Appends one event; completes with its offset, which is its version on the canvas. */
  CompletionStage<Long> append(SketchEvent event);

  /** Appends one camera picture; completes with its offset. */
  CompletionStage<Long> append(CameraFrame frame);

  /** Writes what is still held back, for half a second at most, then lets go. */
  @Override
  void close();
}
