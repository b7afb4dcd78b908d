package inkflow.diffusion.weights.naming;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Maps ControlNet weights of the original code to diffusers' names. Down path and middle have the
 * names of a UNet's, see {@link LdmUNet}; the rest is specific.
 */
public final class LdmControlNet {
  /** The first layer of the network for the picture. */
  public static final String FIRST = "input_hint_block.0.weight";

  private static final String EMBEDDING = "controlnet_cond_embedding.";
  private static final Pattern HINT = Pattern.compile("input_hint_block\\.(\\d+)\\.(weight|bias)");
  private static final Pattern ZERO = Pattern.compile("zero_convs\\.(\\d+)\\.0\\.(weight|bias)");
  private static final Pattern MIDDLE = Pattern.compile("middle_block_out\\.0\\.(weight|bias)");

  private final LdmUNet encoder;
  private final int lastHint;

  private LdmControlNet(Collection<String> names) {
    encoder = new LdmUNet(names);
    lastHint =
        names.stream()
            .map(HINT::matcher)
            .filter(Matcher::matches)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
            .max()
            .orElse(0);
  }

  /**
   * Renames the tensors with a prefix; ignores other tensors of the file, such as a whole Stable
   * Diffusion.
   *
   * @throws InvalidModelException for a tensor that is not part of a ControlNet
   */
  public static List<TensorView> diffusers(Map<String, TensorView> tensors, String prefix) {
    Map<String, TensorView> part = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    LdmControlNet names = new LdmControlNet(part.keySet());
    List<TensorView> renamed = new ArrayList<>();
    part.forEach(
        (name, tensor) ->
            renamed.add(
                tensor.as(
                    names
                        .diffusers(name)
                        .orElseThrow(
                            () -> tensor.fault("unknown (expected: a ControlNet's tensor)")))));
    return renamed;
  }

  private Optional<String> diffusers(String name) {
    Matcher hint = HINT.matcher(name);
    if (hint.matches()) {
      return Optional.of(EMBEDDING + hint(Integer.parseInt(hint.group(1))) + "." + hint.group(2));
    }
    Matcher zero = ZERO.matcher(name);
    if (zero.matches()) {
      return Optional.of("controlnet_down_blocks." + zero.group(1) + "." + zero.group(2));
    }
    Matcher middle = MIDDLE.matcher(name);
    return middle.matches()
        ? Optional.of("controlnet_mid_block." + middle.group(1))
        : encoder.diffusers(name);
  }

  /** Every second entry of the list is an activation. */
  private String hint(int index) {
    if (index == 0) {
      return "conv_in";
    }
    return index == lastHint ? "conv_out" : "blocks." + (index / 2 - 1);
  }
}
