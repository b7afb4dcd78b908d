package inkflow.operators.scheduling;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.operators.RenderSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the scales of a session's LoRAs and tells which are being dragged: one that has changed
 * twice within {@link #REST_MILLIS} moves until that time has passed without a change. While it
 * moves, its scale is rounded, so that the engine makes few mixes. Task thread only.
 */
final class LoraSliders {
  /** A scale rests when it hasn't changed for this time. */
  static final long REST_MILLIS = 300;

  /** A moving scale is rounded to a multiple of 1 / this. */
  private static final double STEPS_PER_UNIT = 10;

  private final Map<String, Position> positions = new HashMap<>();

  /** Times in milliseconds; one that doesn't move rests since its last change. */
  private record Position(double scale, long changedAt, long restsAt) {
    Position to(double next, long now) {
      if (next == scale) {
        return this;
      }
      return new Position(next, now, now - changedAt < REST_MILLIS ? now + REST_MILLIS : now);
    }
  }

  /**
   * @param set what people set; a LoRA that has left the list has scale 0
   * @param now milliseconds
   */
  void follow(SettingsChanged set, long now) {
    List<LoraWeight> loras = set.getLoras();
    if (loras == null) {
      return;
    }
    Map<String, Double> scales = new HashMap<>();
    positions.keySet().forEach(name -> scales.put(name, 0.0));
    loras.forEach(lora -> scales.put(lora.getName(), lora.getScale()));
    scales.forEach(
        (name, scale) -> {
          Position last = positions.get(name);
          positions.put(name, last == null ? new Position(scale, now, now) : last.to(scale, now));
        });
  }

  /** When all scales rest, milliseconds, if none changes again. */
  long restsAt() {
    return positions.values().stream().mapToLong(Position::restsAt).max().orElse(0);
  }

  /** The settings with each moving scale rounded. */
  RenderSettings rounded(RenderSettings exact, long now) {
    Set<String> moving = new HashSet<>();
    positions.forEach(
        (name, position) -> {
          if (now < position.restsAt()) {
            moving.add(name);
          }
        });
    return exact.withScales(
        lora -> moving.contains(lora.getName()) ? round(lora.getScale()) : lora.getScale());
  }

  private static double round(double scale) {
    return Math.rint(scale * STEPS_PER_UNIT) / STEPS_PER_UNIT;
  }
}
