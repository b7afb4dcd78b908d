package inkflow.gateway.fanout;

import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.gateway.messages.PictureFrame;

/** A connection to a session. Called on the gateway's event loop. */
public interface Subscriber {
  /** A newer picture. Must not block, whatever the state of the connection. */
  void onFrame(PictureFrame frame);

  /** The numbers of connected editors and viewers have changed. */
  default void onPresence(int editors, int viewers) {}

  /** A snapshot of the whole document; comes after somebody has joined. */
  default void onSnapshot(SessionUpdate update) {}

  /** An event was refused, this subscriber's or another's. */
  default void onNotice(Notice notice) {}

  /**
   * @param offset of the event on {@code sketch-events}
   * @param json the event as a message, encoded once for all subscribers
   */
  default void onEvent(SketchEvent event, long offset, String json) {}

  /**
   * What the model can do. Called after joining, once it is known, and whenever a job starts.
   *
   * @param json the message, encoded once for all subscribers
   */
  default void onModel(String json) {}

  /**
   * The set of ill parts has changed.
   *
   * @param json the message, encoded once for all subscribers
   */
  default void onHealth(String json) {}

  boolean isEditor();

  /** Writes another Join, to test whether the job answers; editors only. */
  default void probe() {}

  /** The same client has connected again, and this is its old connection. */
  default void replacedBy(String clientId) {}

  /** Closes the connection because the gateway is shutting down. */
  void goAway();
}
