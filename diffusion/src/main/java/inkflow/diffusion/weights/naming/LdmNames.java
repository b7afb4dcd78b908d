package inkflow.diffusion.weights.naming;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of the original latent diffusion code (LDM, and sgm for SDXL) for the modules of
 * diffusers' UNet. Its blocks are one flat list: {@code input_blocks.0} is the first convolution,
 * then each level has its layers and its downsampling; {@code output_blocks} likewise.
 */
public final class LdmNames {
  private static final Pattern DOWN =
      Pattern.compile("down_blocks\\.(\\d+)\\.(\\w+)\\.(\\d+)\\.(.+)");
  private static final Pattern UP = Pattern.compile("up_blocks\\.(\\d+)\\.(\\w+)\\.(\\d+)\\.(.+)");
  private static final Pattern MIDDLE = Pattern.compile("mid_block\\.(\\w+)\\.(\\d+)\\.(.+)");

  /** Modules outside the blocks. */
  static final Map<String, String> OUTER =
      Map.of(
          "conv_in", "input_blocks.0.0",
          "time_embedding.linear_1", "time_embed.0",
          "time_embedding.linear_2", "time_embed.2",
          "time_embedding.cond_proj", "time_embed.cond_proj",
          "add_embedding.linear_1", "label_emb.0.0",
          "add_embedding.linear_2", "label_emb.0.2",
          "conv_norm_out", "out.0",
          "conv_out", "out.2");

  /** Modules of a residual block. */
  static final Map<String, String> RESNET =
      Map.of(
          "norm1", "in_layers.0",
          "conv1", "in_layers.2",
          "time_emb_proj", "emb_layers.1",
          "norm2", "out_layers.0",
          "conv2", "out_layers.3",
          "conv_shortcut", "skip_connection");

  private final int layers;
  private final Collection<String> modules;

  private LdmNames(Collection<String> modules) {
    this.modules = modules;
    this.layers = layersPerBlock(modules);
  }

  /**
   * The LDM name of each UNet module, without {@code model.diffusion_model.}.
   *
   * @param modules diffusers' names, all of a UNet's
   */
  public static Map<String, String> unetModules(Collection<String> modules) {
    LdmNames names = new LdmNames(modules);
    Map<String, String> ldm = new LinkedHashMap<>();
    for (String module : modules) {
      ldm.put(module, names.ldm(module));
    }
    return ldm;
  }

  private String ldm(String module) {
    String outer = OUTER.get(module);
    if (outer != null) {
      return outer;
    }
    Matcher down = DOWN.matcher(module);
    if (down.matches()) {
      int block = 1 + number(down, 1) * (layers + 1) + number(down, 3);
      return "input_blocks."
          + (down.group(2).equals("downsamplers") ? block + layers : block)
          + inside(down.group(2), down.group(4), "0.op");
    }
    Matcher up = UP.matcher(module);
    if (up.matches()) {
      int block = number(up, 1) * (layers + 1) + number(up, 3);
      boolean upsampler = up.group(2).equals("upsamplers");
      return "output_blocks."
          + (upsampler ? block + layers : block)
          + inside(up.group(2), up.group(4), upsamplerAt(up.group(1)) + ".conv");
    }
    Matcher middle = MIDDLE.matcher(module);
    if (middle.matches()) {
      boolean resnet = middle.group(1).equals("resnets");
      String place = "middle_block." + (resnet ? 2 * number(middle, 2) : 1) + ".";
      return place
          + (resnet ? RESNET.getOrDefault(middle.group(3), middle.group(3)) : middle.group(3));
    }
    return module;
  }

  private static String inside(String kind, String rest, String sampler) {
    return switch (kind) {
      case "resnets" -> ".0." + RESNET.getOrDefault(rest, rest);
      case "attentions" -> ".1." + rest;
      default -> "." + sampler;
    };
  }

  /** Index of the upsampler: after the attention, or in its position if the level has none. */
  private int upsamplerAt(String level) {
    String attention = "up_blocks." + level + ".attentions.";
    return modules.stream().anyMatch(module -> module.startsWith(attention)) ? 2 : 1;
  }

  private static int layersPerBlock(Collection<String> modules) {
    int layers = 0;
    for (String module : modules) {
      Matcher down = DOWN.matcher(module);
      if (down.matches() && down.group(2).equals("resnets")) {
        layers = Math.max(layers, number(down, 3) + 1);
      }
    }
    return layers;
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }
}
