package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import inkflow.diffusion.networks.torch.TextEncoders;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What conditions the rows of a UNet call besides their timesteps. What is optional is there
 * exactly where the UNet takes it.
 *
 * @param text as {@link TextEncoders} give it
 * @param timeIds SDXL's micro-conditioning (n, 6): height and width of the original, top and left
 *     of the crop, height and width of the target
 * @param guidance {@link inkflow.diffusion.lcm.Guidance#embedding} of each row (n, width), for a
 *     full LCM
 * @param controls what ControlNets see; their residuals add up
 */
public record Conditioning(
    EncodedText text,
    Optional<NDArray> timeIds,
    Optional<NDArray> guidance,
    List<Control> controls) {

  /** Text alone, as SD1.5 takes it. */
  public static Conditioning of(NDArray states) {
    return new Conditioning(
        new EncodedText(states, Optional.empty()), Optional.empty(), Optional.empty(), List.of());
  }

  /** All but the text's states, in the order of the scripts' {@code extras}. */
  public List<NDArray> extras() {
    return Stream.of(guidance, text.pooled(), timeIds).flatMap(Optional::stream).toList();
  }

  /** The same for a ControlNet, which takes no guidance embedding even beside a full LCM. */
  public List<NDArray> controlExtras() {
    return Stream.of(text.pooled(), timeIds).flatMap(Optional::stream).toList();
  }
}
