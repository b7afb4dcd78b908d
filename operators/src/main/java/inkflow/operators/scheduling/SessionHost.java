package inkflow.operators.scheduling;

import inkflow.GeneratedFrame;
import inkflow.operators.Refusal;
import inkflow.operators.SessionState;
import inkflow.operators.frames.Render;

/** What the scheduler needs of the operator around it. Task thread only. */
public interface SessionHost {

  /** The state of a session, empty if it has none. */
  SessionState state(String session);

  void store(String session, SessionState state);

  void emit(GeneratedFrame frame);

  /** Tells the sender of a session's last change what became of it. */
  void notice(String session, SessionState state, Refusal refusal);

  /** Has {@link RenderScheduler#woken} called at that time of the scheduler's clock. */
  void wakeAt(String session, long millis);

  /** Has {@link RenderScheduler#finished} called on the task thread. Any thread. */
  void arrived(Render render, Render.Outcome outcome);
}
