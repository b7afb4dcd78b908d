package inkflow.gateway.fanout;

import inkflow.Notice;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import inkflow.gateway.messages.PictureFrame;

/** Somebody connected to a session. Called on the gateway's event loop. */
public interface Subscriber {
  /** A newer picture; must return at once whatever the subscriber's connection does. */
  void onFrame(PictureFrame frame);

  /** How many are here, after it changed. */
  default void onPresence(int editors, int viewers) {}

  /** The whole document, some time after somebody joined. */
  default void onSnapshot(SessionUpdate update) {}

  /** Something was refused to somebody, this one or another. */
  default void onNotice(Notice notice) {}

  /**
   * @param offset of the event on {@code sketch-events}
   * @param json the event as a message, made once for all
   */
  default void onEvent(SketchEvent event, long offset, String json) {}

  /**
   * What the model can do: on joining once it is known, and whenever a job starts.
   *
   * @param json the message, made once for all
   */
  default void onModel(String json) {}

  boolean isEditor();

  /** The same client has connected again: this is its old connection. */
  default void replacedBy(String clientId) {}

  /** Ends the connection because the gateway ends. */
  void goAway();
}
