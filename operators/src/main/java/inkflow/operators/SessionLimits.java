package inkflow.operators;

import java.io.Serializable;
import java.time.Duration;

/**
 * Limits of one session and of one subtask.
 *
 * @param eventsPerSecond most events a second of one client in one session, by the records'
 *     timestamps
 * @param steps most inference steps of a frame
 * @param side most pixels of a frame's side
 * @param cameraBytes most bytes of a camera frame
 * @param sessions most sessions of one subtask
 * @param drawingBytes most memory that the sessions of one subtask keep for their next pictures:
 *     last pictures, rasters, decoded images; renders in flight may exceed it
 * @param cameraTimeout a camera's last frame stays in the picture for this long
 * @param idle a session without events or camera frames for this long is forgotten
 */
public record SessionLimits(
    int eventsPerSecond,
    int steps,
    int side,
    int cameraBytes,
    int sessions,
    long drawingBytes,
    Duration cameraTimeout,
    Duration idle)
    implements Serializable {

  public static SessionLimits defaults() {
    return new SessionLimits(
        500, 50, 1024, 4 << 20, 10_000, 128 << 20, Duration.ofSeconds(5), Duration.ofDays(7));
  }
}
