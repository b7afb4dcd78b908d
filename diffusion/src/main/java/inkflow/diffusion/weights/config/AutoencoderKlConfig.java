package inkflow.diffusion.weights.config;

import inkflow.diffusion.weights.file.JsonFile;
import java.util.Collections;
import java.util.List;

/**
 * The variational autoencoder of Stable Diffusion (Rombach et al., arXiv 2112.10752).
 *
 * @param channels one a level, outermost first
 * @param layersPerBlock residual blocks a level of the encoder; one more in the decoder
 * @param midAttention whether the middle blocks have attention
 * @param quantConv whether a 1x1 convolution follows the encoder
 * @param postQuantConv whether a 1x1 convolution precedes the decoder
 * @param forceUpcast whether it overflows in fp16 and needs float32; used only for SDXL
 */
public record AutoencoderKlConfig(
    int inChannels,
    int outChannels,
    int latentChannels,
    List<Integer> channels,
    int layersPerBlock,
    int normGroups,
    boolean midAttention,
    boolean quantConv,
    boolean postQuantConv,
    boolean forceUpcast,
    double scalingFactor,
    double shiftFactor)
    implements AutoencoderConfig {

  /** The scaling factor of an autoencoder without a configuration, by family. */
  public static double usualScalingFactor(boolean sdxl) {
    return sdxl ? 0.13025 : 0.18215;
  }

  static AutoencoderKlConfig read(JsonFile json) {
    json.only("_class_name", "AutoencoderKL");
    json.only("act_fn", "silu");
    json.off("latents_mean");
    json.off("latents_std");
    List<Integer> channels = json.sizes("block_out_channels");
    requireAll(json, "down_block_types", "DownEncoderBlock2D", channels.size());
    requireAll(json, "up_block_types", "UpDecoderBlock2D", channels.size());
    int groups = json.size("norm_num_groups", 32);
    for (int channel : channels) {
      if (channel % groups != 0) {
        throw json.fault("norm_num_groups", groups, "a divisor of " + channel + " channels");
      }
    }
    return new AutoencoderKlConfig(
        json.size("in_channels", 3),
        json.size("out_channels", 3),
        json.size("latent_channels", 4),
        channels,
        json.size("layers_per_block", 1),
        groups,
        json.flag("mid_block_add_attention", true),
        json.flag("use_quant_conv", true),
        json.flag("use_post_quant_conv", true),
        json.flag("force_upcast", true),
        json.number("scaling_factor", usualScalingFactor(false)),
        json.number("shift_factor", 0));
  }

  @Override
  public int downscale() {
    return 1 << (channels.size() - 1);
  }

  private static void requireAll(JsonFile json, String key, String type, int levels) {
    List<String> types = json.choices(key, Collections.singletonList(type));
    if (types.size() != levels) {
      throw json.fault(
          key, types.size() + " blocks", levels + ", one for each of block_out_channels");
    }
  }
}
