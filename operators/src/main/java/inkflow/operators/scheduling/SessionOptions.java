package inkflow.operators.scheduling;

import inkflow.canvas.rules.CanvasLimits;
import inkflow.operators.SessionDefaults;
import inkflow.operators.SessionLimits;
import inkflow.operators.frames.FrameFormat;
import java.io.Serializable;
import java.time.Duration;

/**
 * Options of the session operator.
 *
 * @param pipelineDepth most renders in flight of one session with a camera; a session without one
 *     has at most one
 * @param imageThreads threads per subtask that draw canvases and compress frames
 * @param retryDelay wait before a session asks again after the engine's queue was full
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

  SessionOptions withLimits(SessionLimits changed) {
    return new SessionOptions(
        defaults, changed, canvas, format, pipelineDepth, imageThreads, retryDelay);
  }

  public SessionOptions withPipelineDepth(int changed) {
    return new SessionOptions(defaults, limits, canvas, format, changed, imageThreads, retryDelay);
  }
}
