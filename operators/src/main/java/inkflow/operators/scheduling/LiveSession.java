package inkflow.operators.scheduling;

import inkflow.canvas.raster.Rasterizer;
import inkflow.diffusion.request.Picture;
import inkflow.operators.RenderSettings;
import inkflow.operators.frames.Render;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a session has in memory only. A failure loses it and nobody minds: keyed state says what is
 * owed. Task thread only, but for the rasterizer.
 */
public final class LiveSession {
  /** Clients whose rate is remembered; one that was crowded out starts with a full bucket. */
  private static final int CLIENTS = 64;

  private final Set<Render> inFlight = new LinkedHashSet<>();
  private final Map<String, EventRate> rates =
      new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, EventRate> eldest) {
          return size() > CLIENTS;
        }
      };
  private Rasterizer rasterizer;

  /** The state has changed since the last submission. */
  boolean dirty;

  /** A timer will look again. */
  boolean waiting;

  /** Number of the last frame emitted; 0 for none in this attempt. */
  long emitted;

  /** Processing time of the last submission, milliseconds; 0 for none in this attempt. */
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

  /** Whether readers have, or are about to have, a picture from this attempt. */
  public boolean isShown() {
    return emitted > 0 || isOwing();
  }

  public EventRate rate(String clientId, int perSecond) {
    return rates.computeIfAbsent(clientId, id -> new EventRate(perSecond));
  }

  Rasterizer rasterizer() {
    if (rasterizer == null) {
      rasterizer = new Rasterizer();
    }
    return rasterizer;
  }

  /** Processing time before which the next submission would be over the rate that was set. */
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
