package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import inkflow.diffusion.networks.torch.TextEncoders;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The conditioning of the rows of a UNet call, besides their timesteps. Optional parts are present
 * exactly if the UNet takes them.
 *
 * @param text from {@link TextEncoders}
 * @param timeIds SDXL's micro-conditioning (n, 6): height and width of the original, top and left
 *     of the crop, height and width of the target
 * @param guidance {@link inkflow.diffusion.lcm.Guidance#embedding} of each row (n, width), for a
 *     full LCM
 * @param controls inputs of ControlNets; their residuals are summed
 */
public record Conditioning(
    EncodedText text,
    Optional<NDArray> timeIds,
    Optional<NDArray> guidance,
    List<Control> controls) {

  /** Text only, as for SD1.5. */
  public static Conditioning of(NDArray states) {
    return new Conditioning(
        new EncodedText(states, Optional.empty()), Optional.empty(), Optional.empty(), List.of());
  }

  /** Everything but the text's states, in the order of the scripts' {@code extras}. */
  public List<NDArray> extras() {
    return Stream.of(guidance, text.pooled(), timeIds).flatMap(Optional::stream).toList();
  }

  /**
   * Like {@link #extras}, for a ControlNet, which takes no guidance embedding even with a full LCM.
   */
  public List<NDArray> controlExtras() {
    return Stream.of(text.pooled(), timeIds).flatMap(Optional::stream).toList();
  }
}
