package inkflow.gateway.log;

import inkflow.CameraFrame;
import inkflow.SketchEvent;
import java.util.concurrent.CompletionStage;

/**
 * Writes to the topics {@code sketch-events} and {@code camera-frames}.
 *
 * <p>Appending never blocks. Records of one session keep the order of the calls. The stages
 * complete on the log's thread.
 */
public interface EventLog extends AutoCloseable {
  /** Appends one event; completes with its offset. */
  CompletionStage<Long> append(SketchEvent event);

  /** Appends one camera picture; completes with its offset. */
  CompletionStage<Long> append(CameraFrame frame);

  /** Flushes for at most half a second, then closes the producer. */
  @Override
  void close();
}
