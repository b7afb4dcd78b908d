package inkflow.operators.scheduling;

import inkflow.canvas.rules.CanvasLimits;
import inkflow.operators.SessionDefaults;
import inkflow.operators.SessionLimits;
import inkflow.operators.frames.FrameFormat;
import java.io.Serializable;
import java.time.Duration;

/**
 * All that the session operator can be told.
 *
 * @param pipelineDepth most renders in flight of one session while a camera feeds it; drawing alone
 *     always has one
 * @param imageThreads that draw canvases and compress frames, a subtask
 * @param retryDelay before a session that the engine had no room for asks again
 */
public record SessionOptions(
    SessionDefaults defaults,
    SessionLimits limits,
    CanvasLimits canvas,
    FrameFormat format,
    int pipelineDepth,
    int imageThreads,
    Duration retryDelay)
    implements Serializable {

  public static SessionOptions standard() {
    return new SessionOptions(
        SessionDefaults.defaults(),
        SessionLimits.defaults(),
        CanvasLimits.defaults(),
        FrameFormat.jpeg(),
        1,
        2,
        Duration.ofMillis(20));
  }

  public SessionOptions withDefaults(SessionDefaults changed) {
    return new SessionOptions(
        changed, limits, canvas, format, pipelineDepth, imageThreads, retryDelay);
  }

  public SessionOptions withLimits(SessionLimits changed) {
    return new SessionOptions(
        defaults, changed, canvas, format, pipelineDepth, imageThreads, retryDelay);
  }

  public SessionOptions withPipelineDepth(int changed) {
    return new SessionOptions(defaults, limits, canvas, format, changed, imageThreads, retryDelay);
  }
}
