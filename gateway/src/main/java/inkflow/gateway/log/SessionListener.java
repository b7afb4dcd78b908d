package inkflow.gateway.log;

import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;

/**
 * Receives what a {@link SessionFeed} reads. A call may wait until the listener has room for the
 * record; {@code bytes} is the record's size on the log.
 */
public interface SessionListener {
  /** A picture; may be a repeat, and after a start it may be an old one. */
  void onFrame(GeneratedFrame frame, int bytes);

  void onUpdate(SessionUpdate update, int bytes);

  /**
   * @param offset of the event on {@code sketch-events}
   */
  void onEvent(SketchEvent event, long offset, int bytes);

  /**
   * What a job's model can do. The last record is valid; records of earlier jobs may come before
   * it.
   */
  void onCapabilities(EngineCapabilities capabilities);
}
