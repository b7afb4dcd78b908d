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
   * Appends the events of one connection, in the order of the calls. If the log loses a record, all
   * writers opened before that fail permanently: a later event must not be written before the lost
   * one is resent, or the job would drop that one as a repeat.
   */
  interface Writer {
    /**
     * Appends one event.
     *
     * @return its offset; fails with {@link RecordRefusedException} if only this event can't be
     *     written
     */
    CompletionStage<Long> append(SketchEvent event);
  }

  /** Opens a writer; it need not be closed. */
  Writer writer();

  /** Appends one camera picture; completes with its offset. */
  CompletionStage<Long> append(CameraFrame frame);

  /** Health of the producer. Any thread. */
  PartHealth writing();

  /** Flushes for at most half a second, then closes the producer. */
  @Override
  void close();
}
