package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.MicroConditioning;
import java.util.List;

/**
 * One row of a UNet call: a latent with its own timestep and prompt.
 *
 * @param guidanceScale used only if the UNet takes guidance as an embedding
 * @param controls the same names in the same order in all rows of a call
 */
public record Row(
    Latent latent,
    int timestep,
    Embedding text,
    MicroConditioning size,
    double guidanceScale,
    List<RowControl> controls) {

  /** Without ControlNets. */
  public Row(
      Latent latent, int timestep, Embedding text, MicroConditioning size, double guidanceScale) {
    this(latent, timestep, text, size, guidanceScale, List.of());
  }
}
