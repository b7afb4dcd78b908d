package inkflow.operators;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much one session, and one subtask, may ask for.
 *
 * @param eventsPerSecond of one client in one session, by the records' own timestamps
 * @param steps most inference steps of a frame
 * @param side most pixels of a side of a frame
 * @param cameraBytes most bytes of a camera frame
 * @param sessions most sessions of one subtask
 * @param idle a session that nobody touched for this long is forgotten
 */
public record SessionLimits(
    int eventsPerSecond, int steps, int side, int cameraBytes, int sessions, Duration idle)
    implements Serializable {

  public static SessionLimits defaults() {
    return new SessionLimits(500, 50, 1024, 4 << 20, 10_000, Duration.ofDays(7));
  }
}
