package inkflow.diffusion.weights.naming;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Maps UNet weights of a single-file checkpoint to diffusers' names: the reverse of {@link
 * LdmNames}, for files whose modules are not known beforehand.
 */
public final class LdmUNet {
  private static final Pattern BLOCK =
      Pattern.compile("(input|output)_blocks\\.(\\d+)\\.(\\d+)\\.(.+)");
  private static final Pattern MIDDLE = Pattern.compile("middle_block\\.(\\d+)\\.(.+)");
  private static final Pattern FIRST_DOWNSAMPLER =
      Pattern.compile("input_blocks\\.(\\d+)\\.0\\.op\\.weight");
  private static final Map<String, String> OUTER = reversed(LdmNames.OUTER);
  private static final Map<String, String> RESNET = reversed(LdmNames.RESNET);

  /** Number of list entries per level: its layers and its sampler. */
  private final int stride;

  /**
   * @param names of the UNet's tensors, without their common prefix
   */
  public LdmUNet(Collection<String> names) {
    // The first downsampler ends the first level; a UNet of one level has none.
    stride =
        names.stream()
            .map(FIRST_DOWNSAMPLER::matcher)
            .filter(Matcher::matches)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
            .min()
            .orElse(1 << 20);
  }

  /** Residual blocks of a level on the way down. */
  int layersPerBlock() {
    return stride - 1;
  }

  /** The name in diffusers; empty if it is not part of a UNet. */
  public Optional<String> diffusers(String name) {
    int dot = name.lastIndexOf('.');
    String outer = dot < 0 ? null : OUTER.get(name.substring(0, dot));
    if (outer != null) {
      return Optional.of(outer + name.substring(dot));
    }
    Matcher block = BLOCK.matcher(name);
    if (block.matches()) {
      int at = Integer.parseInt(block.group(2));
      boolean down = block.group(1).equals("input");
      return Optional.of(down ? down(at - 1, block) : up(at, block));
    }
    Matcher middle = MIDDLE.matcher(name);
    return middle.matches() ? Optional.of(middle(middle)) : Optional.empty();
  }

  private String down(int at, Matcher block) {
    String level = "down_blocks." + at / stride + ".";
    if (block.group(4).startsWith("op.")) {
      return level + "downsamplers.0.conv" + block.group(4).substring(2);
    }
    return level + layer(at % stride, block);
  }

  private String up(int at, Matcher block) {
    String level = "up_blocks." + at / stride + ".";
    if (block.group(4).startsWith("conv.")) {
      return level + "upsamplers.0." + block.group(4);
    }
    return level + layer(at % stride, block);
  }

  private static String layer(int layer, Matcher block) {
    return block.group(3).equals("0")
        ? "resnets." + layer + "." + resnet(block.group(4))
        : "attentions." + layer + "." + block.group(4);
  }

  private static String middle(Matcher middle) {
    return switch (middle.group(1)) {
      case "0" -> "mid_block.resnets.0." + resnet(middle.group(2));
      case "1" -> "mid_block.attentions.0." + middle.group(2);
      default -> "mid_block.resnets.1." + resnet(middle.group(2));
    };
  }

  private static String resnet(String rest) {
    int dot = rest.lastIndexOf('.');
    String module = rest.substring(0, dot);
    return RESNET.getOrDefault(module, module) + rest.substring(dot);
  }

  private static Map<String, String> reversed(Map<String, String> map) {
    return map.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
  }
}
