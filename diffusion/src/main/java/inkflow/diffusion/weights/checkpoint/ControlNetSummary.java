package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;

/**
 * Summary of a ControlNet, made without reading weights.
 *
 * @param family of the checkpoints it is for, as {@link ModelSummary} names them
 */
public record ControlNetSummary(String name, String family, ModelSummary.Part part) {

  /**
   * Summarises a folder or file that {@link ControlNetFiles#isControlNet holds one}.
   *
   * @throws InvalidModelException when it is another kind of ControlNet
   */
  public static ControlNetSummary of(Path path) {
    ComponentFolder folder = ControlNetFiles.open(path);
    UNetConfig encoder = ControlNetConfig.read(folder.config()).encoder();
    // Small SDXL ones have no attention, so the width of the text is unknown.
    String family = encoder.hasAddedConditioning() ? "sdxl" : ModelSummary.family(encoder);
    return new ControlNetSummary(
        String.valueOf(path.toAbsolutePath().normalize().getFileName()),
        family,
        ModelSummary.Part.of("controlnet", folder.tensors().all()));
  }
}
