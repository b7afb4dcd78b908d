package inkflow.diffusion;

import java.util.List;
import java.util.Map;

/**
 * What an engine has loaded.
 *
 * @param name of the checkpoint: its folder or file name
 * @param family the architecture, such as "sd15" or "sdxl"
 * @param nativeSize pixels of the side it was trained at
 * @param loras names that a request may use
 * @param controls names of the ControlNets that a request may use
 * @param usualGuidance guidance scale to draw with unless somebody says otherwise: 1, or 8 for a
 *     full LCM, which takes it as an embedding
 * @param device where it runs: {@code cpu} or {@code cuda:N}
 * @param words what brings a LoRA out in a prompt, by its name; only those whose file says so
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
  /** The name of the LoRA that makes few steps enough: on unless a request names it. */
  public static final String ACCELERATION = "lcm";

  /** The name of the ControlNet that sees the drawing as it is, in its colours. */
  public static final String SKETCH = "sketch";

  public ModelInfo {
    loras = List.copyOf(loras);
    controls = List.copyOf(controls);
    words = Map.copyOf(words);
  }

  /** A model on the CPU that is drawn with unguided, without ControlNets. */
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

  /** The LoRAs that change the style: all but the acceleration. */
  public List<String> styles() {
    return loras.stream().filter(name -> !name.equals(ACCELERATION)).toList();
  }

  /** Whether a picture can be held to its drawing at any strength. */
  public boolean follows() {
    return controls.contains(SKETCH);
  }
}
