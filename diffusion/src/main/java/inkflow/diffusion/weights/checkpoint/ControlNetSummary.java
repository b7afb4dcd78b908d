package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;

/**
 * What is in a ControlNet, told without reading a weight.
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
    // Small ones of SDXL have no attention, so nothing tells the width of the text.
    String family = encoder.hasAddedConditioning() ? "sdxl" : ModelSummary.family(encoder);
    return new ControlNetSummary(
        String.valueOf(path.toAbsolutePath().normalize().getFileName()),
        family,
        ModelSummary.Part.of("controlnet", folder.tensors().all()));
  }
}
