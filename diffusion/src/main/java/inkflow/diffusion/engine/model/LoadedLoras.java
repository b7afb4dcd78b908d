package inkflow.diffusion.engine.model;

import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.LoraScale;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The loaded LoRAs, each with the scale it has if a request doesn't name it. */
public final class LoadedLoras {
  private final TreeMap<String, Double> defaults;
  private final Set<String> ofText;

  /**
   * @param defaults scales by name
   * @param ofText names of those that also change text encoders
   */
  public LoadedLoras(Map<String, Double> defaults, Set<String> ofText) {
    this.defaults = new TreeMap<>(defaults);
    this.ofText = Set.copyOf(ofText);
  }

  /** The part of a mix that changes text encoders; mixes with an equal part share embeddings. */
  public LoraMix textPart(LoraMix mix) {
    return new LoraMix(mix.scales().stream().filter(lora -> ofText.contains(lora.name())).toList());
  }

  List<String> names() {
    return List.copyOf(defaults.keySet());
  }

  /**
   * The mix of a request: its own scales, and default scales for the LoRAs it doesn't name.
   *
   * @throws InvalidRequestException for a name that isn't loaded or occurs twice, or a scale that
   *     is not a number
   */
  public LoraMix mix(List<LoraScale> asked) {
    Map<String, Double> scales = new TreeMap<>(defaults);
    Set<String> seen = new HashSet<>();
    for (LoraScale lora : asked) {
      if (!defaults.containsKey(lora.name())) {
        throw new InvalidRequestException("loras", lora.name(), expected());
      }
      if (!seen.add(lora.name())) {
        throw new InvalidRequestException("loras", lora.name() + " twice", "each name once");
      }
      if (!Double.isFinite(lora.scale())) {
        throw new InvalidRequestException(
            "loras", lora.name() + " at " + lora.scale(), "a finite scale");
      }
      scales.put(lora.name(), lora.scale());
    }
    return new LoraMix(
        scales.entrySet().stream().map(e -> new LoraScale(e.getKey(), e.getValue())).toList());
  }

  private String expected() {
    return defaults.isEmpty() ? "none, as none is loaded" : "one of " + String.join(", ", names());
  }
}
