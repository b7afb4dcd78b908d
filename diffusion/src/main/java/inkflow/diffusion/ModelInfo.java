package inkflow.diffusion;

import java.util.List;
import java.util.Map;

/**
 * What an engine has loaded.
 *
 * @param name of the checkpoint: its folder or file name
 * @param family the architecture, such as "sd15" or "sdxl"
 * @param nativeSize side of the pictures it was trained on, pixels
 * @param loras names that a request may use
 * @param controls names of the ControlNets that a request may use
 * @param usualGuidance default guidance scale: 1, or 8 for a full LCM, which takes it as an
 *     embedding
 * @param device where it runs: {@code cpu} or {@code cuda:N}
 * @param words words for the prompt that bring a LoRA out, by LoRA name; only those whose file has
 *     them
 */
public record ModelInfo(
    String name,
    String family,
    int nativeSize,
    List<String> loras,
    List<String> controls,
    double usualGuidance,
    String device,
    Map<String, String> words) {
  /**
   * The name of the acceleration LoRA (LCM-LoRA), with which a few steps are enough. Always on,
   * unless a request names it with another scale.
   */
  public static final String ACCELERATION = "lcm";

  /** The name of the sketch adapter: a ControlNet whose input is the drawing itself, in colour. */
  public static final String SKETCH = "sketch";

  public ModelInfo {
    loras = List.copyOf(loras);
    controls = List.copyOf(controls);
    words = Map.copyOf(words);
  }

  /** A model on the CPU with guidance scale 1 and no ControlNets. */
  public ModelInfo(String name, String family, int nativeSize, List<String> loras) {
    this(name, family, nativeSize, loras, List.of(), 1);
  }

  /** A model on the CPU whose LoRAs need no words. */
  public ModelInfo(
      String name,
      String family,
      int nativeSize,
      List<String> loras,
      List<String> controls,
      double usualGuidance) {
    this(name, family, nativeSize, loras, controls, usualGuidance, "cpu", Map.of());
  }

  /** The style LoRAs: all but the acceleration LoRA. */
  public List<String> styles() {
    return loras.stream().filter(name -> !name.equals(ACCELERATION)).toList();
  }

  /** Whether it has a sketch adapter, so that a picture can follow its drawing at any strength. */
  public boolean follows() {
    return controls.contains(SKETCH);
  }
}
