package inkflow.gateway.log;

/**
 * What comes back from the log: generated frames, session updates and everybody's sketch events, of
 * all sessions, and what the job's model can do.
 */
public interface SessionFeed extends AutoCloseable {
  /**
   * Starts delivery. Returns when the reading positions are fixed: whatever is appended after that
   * reaches the listener.
   *
   * @param listener called on the feed's own thread, one call at a time, in the log's order
   */
  void start(SessionListener listener);

  @Override
  void close();
}
