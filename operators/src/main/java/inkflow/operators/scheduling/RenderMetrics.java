package inkflow.operators.scheduling;

import java.time.Duration;

/** Receives the events that metrics are made of, for one subtask's sessions. Task thread only. */
public interface RenderMetrics {

  /**
   * A frame was emitted.
   *
   * @param age from the arrival of the last event in it to its emission
   */
  void emitted(Duration age);

  /** An event gets no picture of its own, because a newer event came before its render started. */
  void conflated();

  /** Something was dropped. */
  void dropped(DropReason reason);
}
