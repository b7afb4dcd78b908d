package inkflow.operators.scheduling;

import inkflow.canvas.raster.Rasterizer;
import inkflow.diffusion.request.Picture;
import inkflow.operators.RenderSettings;
import inkflow.operators.frames.Render;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a session has in memory only. A failure loses it and nobody minds: keyed state says what is
 * owed. Task thread only, but for the rasterizer.
 */
final class LiveSession {
  private final Set<Render> inFlight = new LinkedHashSet<>();
  private Rasterizer rasterizer;

  /** The state has changed since the last submission. */
  boolean dirty;

  /** A timer will look again. */
  boolean waiting;

  /** Number of the last frame emitted; 0 for none in this attempt. */
  long emitted;

  /** When it was submitted last, milliseconds; 0 for none in this attempt. */
  long submittedAt;

  /** The picture of the last frame emitted, and what it was made from. */
  Optional<Picture> previous = Optional.empty();

  Optional<Picture> seen = Optional.empty();

  /** Since the last submission more has changed than the camera's picture. */
  boolean redrawn;

  Set<Render> inFlight() {
    return inFlight;
  }

  boolean isOwing() {
    return dirty || !inFlight.isEmpty();
  }

  boolean isShown() {
    return emitted > 0 || isOwing();
  }

  Rasterizer rasterizer() {
    if (rasterizer == null) {
      rasterizer = new Rasterizer();
    }
    return rasterizer;
  }

  /** Milliseconds before which the next submission would be over the rate that was set. */
  long earliest(RenderSettings settings) {
    return submittedAt == 0 ? 0 : submittedAt + settings.intervalMillis();
  }

  /** Gives back what is large and quickly made again. */
  void rest() {
    if (inFlight.isEmpty()) {
      rasterizer = null;
    }
  }
}
