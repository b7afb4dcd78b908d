package inkflow.diffusion;

import java.util.List;

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
 */
public record ModelInfo(
    String name,
    String family,
    int nativeSize,
    List<String> loras,
    List<String> controls,
    double usualGuidance) {
  /** The name of the LoRA that makes few steps enough: on unless a request names it. */
  public static final String ACCELERATION = "lcm";

  /** The name of the ControlNet that sees the drawing as it is, in its colours. */
  public static final String SKETCH = "sketch";

  /** A model that is drawn with unguided, without ControlNets. */
  public ModelInfo(String name, String family, int nativeSize, List<String> loras) {
    this(name, family, nativeSize, loras, List.of(), 1);
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
