package inkflow.gateway.log;

import inkflow.gateway.health.PartHealth;
import java.util.List;

/**
 * Reads generated frames, session updates and sketch events of all sessions, and what the job's
 * model can do.
 */
public interface SessionFeed extends AutoCloseable {
  /**
   * Starts delivery. Returns when the start positions are set: everything appended after that
   * reaches the listener, even after the broker was unreachable.
   *
   * @param listener called on the feed's own thread, one call at a time, in the log's order
   */
  void start(SessionListener listener);

  /** Health of the feed. Any thread. */
  List<PartHealth> reading();

  @Override
  void close();
}
