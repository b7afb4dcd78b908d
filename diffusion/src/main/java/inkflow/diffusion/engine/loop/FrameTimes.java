package inkflow.diffusion.engine.loop;

import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Measures where one frame's time goes: waiting in the queue, or in a device call. Nanoseconds. */
public final class FrameTimes {
  private final Clock clock;
  private final Map<Stage, Long> inStage = new EnumMap<>(Stage.class);
  private volatile long waitsSince = System.nanoTime();
  private Instant startedAt;
  private long waited;
  private long steps;
  private long stepRows;

  public FrameTimes(Clock clock) {
    this.clock = clock;
  }

  /** When it was last queued, by {@link System#nanoTime}. */
  long waitsSince() {
    return waitsSince;
  }

  public void turnBegins(long now) {
    if (startedAt == null) {
      startedAt = clock.instant();
    }
    waited += now - waitsSince;
  }

  /**
   * @param rows rows of the call it took part in
   */
  public void turnEnds(Stage stage, long began, long now, int rows) {
    inStage.merge(stage, now - began, Long::sum);
    if (stage == Stage.DENOISE) {
      steps++;
      stepRows += rows;
    }
    waitsSince = now;
  }

  RenderResult result(Picture picture) {
    return new RenderResult(
        picture,
        startedAt,
        clock.instant(),
        waited / 1000,
        micros(Stage.TEXT),
        micros(Stage.ENCODE),
        micros(Stage.DENOISE),
        micros(Stage.DECODE),
        (double) stepRows / steps);
  }

  private long micros(Stage stage) {
    return inStage.getOrDefault(stage, 0L) / 1000;
  }
}
