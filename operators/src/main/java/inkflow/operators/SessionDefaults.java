package inkflow.operators;

import inkflow.diffusion.LoraScale;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session uses until somebody sets it.
 *
 * @param prompt empty for none
 * @param steps inference steps
 * @param strength in (0, 1]
 * @param guidanceScale 1 is off
 * @param side pixels of both sides; 0 takes the model's native size
 * @param maxFps most frames a second; 0 for no limit but the engine's
 * @param follow how far a picture is held to the canvas where the model can; 0 is off
 */
public record SessionDefaults(
    String prompt,
    String negativePrompt,
    long seed,
    int steps,
    double strength,
    double guidanceScale,
    ArrayList<Lora> loras,
    int side,
    double maxFps,
    double follow)
    implements Serializable {

  /** A style that is on from the start. */
  public record Lora(String name, double scale) implements Serializable {}

  public static SessionDefaults defaults() {
    return new SessionDefaults("", "", 0, 2, 0.6, 1.0, new ArrayList<>(), 0, 0, 1);
  }

  public SessionDefaults withLoras(List<Lora> mix) {
    return new SessionDefaults(
        prompt,
        negativePrompt,
        seed,
        steps,
        strength,
        guidanceScale,
        new ArrayList<>(mix),
        side,
        maxFps,
        follow);
  }

  List<LoraScale> loraScales() {
    return loras.stream().map(lora -> new LoraScale(lora.name(), lora.scale())).toList();
  }
}
