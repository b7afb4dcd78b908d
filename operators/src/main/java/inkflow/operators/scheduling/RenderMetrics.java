package inkflow.operators.scheduling;

import java.time.Duration;

/** Told of what one subtask's sessions do, as they do it. Task thread only. */
public interface RenderMetrics {

  /**
   * A frame went out.
   *
   * @param age from the arrival of the last event in it to its emission
   */
  void emitted(Duration age);

  /** An event whose own picture nobody will see, for a newer one comes first. */
  void conflated();

  /** Something that was asked for was not done. */
  void dropped(DropReason reason);
}
