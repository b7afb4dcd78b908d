package inkflow.gateway.log;

import inkflow.CameraFrame;
import inkflow.SketchEvent;
import inkflow.gateway.health.PartHealth;
import java.util.concurrent.CompletionStage;

/**
 * Writes to the topics {@code sketch-events} and {@code camera-frames}.
 *
 * <p>Appending never blocks. The stages complete on the log's thread.
 */
public interface EventLog extends AutoCloseable {
  /**
   * Appends the events of one connection. Records keep the order of the calls. When the log loses a
   * record, all writers opened until then fail for good: a later event must not be written before
   * one that is sent again, or the job drops that one as a repeat.
   */
  interface Writer {
    /**
     * Appends one event.
     *
     * @return its offset; fails with {@link RecordRefusedException} if this event alone can't be
     *     written
     */
    CompletionStage<Long> append(SketchEvent event);
  }

  /** A new writer; it needs no closing. */
  Writer writer();

  /** Appends one camera picture; completes with its offset. */
  CompletionStage<Long> append(CameraFrame frame);

  /** Health of the producer. Any thread. */
  PartHealth writing();

  /** Flushes for at most half a second, then closes the producer. */
  @Override
  void close();
}
