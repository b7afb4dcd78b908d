package inkflow.operators.scheduling;

import inkflow.canvas.raster.Rasterizer;
import inkflow.diffusion.request.Picture;
import inkflow.operators.RenderSettings;
import inkflow.operators.frames.Render;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a session that is kept only in memory. It may be lost in a failure: keyed state says
 * whether a picture is owed. Task thread only, except the rasterizer.
 */
final class LiveSession {
  private final Set<Render> inFlight = new LinkedHashSet<>();
  private Rasterizer rasterizer;

  /** Whether the state has changed since the last submission. */
  boolean dirty;

  /** Whether a timer is set that will check again. */
  boolean waiting;

  /** The scales of its LoRAs, which people may be dragging. */
  final LoraSliders sliders = new LoraSliders();

  /** Whether the last submission had a rounded scale, so that the exact one is still owed. */
  boolean rounded;

  /** When a timer fires to see whether the sliders rest, milliseconds; 0 for none. */
  long settlesAt;

  /** Number of the last frame emitted; 0 for none in this attempt. */
  long emitted;

  /** When the last render was submitted, milliseconds; 0 for none in this attempt. */
  long submittedAt;

  /** The picture of the last frame emitted, if the session's {@code feedback} needs it. */
  Optional<Picture> previous = Optional.empty();

  /** The picture from which that was made, if the next camera picture is compared with it. */
  Optional<Picture> seen = Optional.empty();

  /** Whether anything but the camera picture has changed since the last submission. */
  boolean redrawn;

  Set<Render> inFlight() {
    return inFlight;
  }

  boolean isOwing() {
    return dirty || rounded || !inFlight.isEmpty();
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

  /** Earliest time of the next submission that keeps to {@code maxFps}, milliseconds. */
  long earliest(RenderSettings settings) {
    return submittedAt == 0 ? 0 : submittedAt + settings.intervalMillis();
  }

  /** Memory that {@link #rest} releases. */
  long bytes() {
    return (rasterizer == null ? 0 : rasterizer.bytes()) + bytes(previous) + bytes(seen);
  }

  private static long bytes(Optional<Picture> picture) {
    return picture.map(it -> it.rgb().length).orElse(0);
  }

  /**
   * Releases everything large. The canvas is rasterized again when it is needed; the next picture
   * gets no share of the last one and isn't compared with the camera's last frame.
   */
  void rest() {
    rasterizer = null;
    previous = Optional.empty();
    seen = Optional.empty();
  }
}
