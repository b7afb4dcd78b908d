package inkflow.operators.scheduling;

import inkflow.GeneratedFrame;
import inkflow.operators.Refusal;
import inkflow.operators.SessionState;
import inkflow.operators.frames.Render;

/** What the scheduler needs from the operator. Task thread only. */
public interface SessionHost {

  /** The state of a session; an empty one if there is none. */
  SessionState state(String session);

  void store(String session, SessionState state);

  void emit(GeneratedFrame frame);

  /** Sends a notice to the sender of the session's last change. */
  void notice(String session, SessionState state, Refusal refusal);

  /**
   * Sets a timer that calls {@link RenderScheduler#woken} at that time of the scheduler's clock.
   */
  void wakeAt(String session, long millis);

  /**
   * Calls {@link RenderScheduler#finished} on the task thread, by way of the mailbox. Any thread.
   */
  void arrived(Render render, Render.Outcome outcome);
}
