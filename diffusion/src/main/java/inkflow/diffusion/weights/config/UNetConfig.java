package inkflow.diffusion.weights.config;

import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code unet/config.json} of a UNet2DConditionModel, only the fields that define the network.
 * Unsupported values are refused by name.
 *
 * @param sampleSize side of the latent it was trained at; pixels / 8
 * @param inChannels channels of the latent, plus those of mask and masked picture if it takes them
 * @param blockOutChannels one a level, outermost first
 * @param layersPerBlock residual blocks a level on the way down; one more on the way up
 * @param downAttention whether the level on the way down has attention, outermost first
 * @param upAttention the same on the way up, innermost first
 * @param downDepths transformer blocks of each attention, by down level and layer
 * @param midDepth transformer blocks of the middle
 * @param upDepths transformer blocks of each attention, by up level (innermost first) and layer
 * @param heads attention heads a down level
 * @param crossAttentionDim width of the text's hidden states
 * @param linearProjection whether proj_in and proj_out are linear, not 1x1 convolutions
 * @param addedTimeDim width of each SDXL size embedding; 0 when the model has none
 * @param addedInputDim width of pooled text and size embeddings together; 0 when none
 * @param timeCondDim width of the guidance embedding of a full LCM; 0 when the model has none
 * @param timeEmbedDim width of the time embedding
 * @param flipSinToCos whether the time embedding has its cosines first
 * @param freqShift of the time embedding's frequencies
 */
public record UNetConfig(
    int sampleSize,
    int inChannels,
    int outChannels,
    List<Integer> blockOutChannels,
    int layersPerBlock,
    List<Boolean> downAttention,
    Middle middle,
    List<Boolean> upAttention,
    List<List<Integer>> downDepths,
    int midDepth,
    List<List<Integer>> upDepths,
    List<Integer> heads,
    int crossAttentionDim,
    boolean linearProjection,
    int addedTimeDim,
    int addedInputDim,
    int timeCondDim,
    int timeEmbedDim,
    boolean flipSinToCos,
    double freqShift,
    int downsamplePadding,
    int normGroups,
    double normEps) {

  /** The middle block, between the down and the up path. */
  public enum Middle {
    /** Nothing: distilled small models. */
    NONE,
    /** One residual block: SSD-1B, Vega. */
    RESNET,
    /** Residual block, attention, residual block. */
    ATTENTION
  }

  private static final List<String> DOWN = List.of("CrossAttnDownBlock2D", "DownBlock2D");
  private static final List<String> UP = List.of("CrossAttnUpBlock2D", "UpBlock2D");

  /**
   * Reads and checks a configuration.
   *
   * @throws InvalidModelException naming the field, its value and what is supported
   */
  public static UNetConfig read(JsonFile json) {
    json.only("_class_name", "UNet2DConditionModel");
    refuseUnsupported(json);
    List<Integer> channels = json.sizes("block_out_channels");
    List<String> down = json.choices("down_block_types", DOWN);
    List<String> up = json.choices("up_block_types", UP);
    int levels = channels.size();
    requireLevels(json, "down_block_types", down, levels);
    requireLevels(json, "up_block_types", up, levels);
    int layers = uniform(json, "layers_per_block", levels, 2);
    int groups = json.size("norm_num_groups", 32);
    requireGroups(json, channels, groups);
    List<List<Integer>> downDepths =
        json.has("transformer_layers_per_block")
            ? Depths.read(json, "transformer_layers_per_block", levels, layers)
            : Collections.nCopies(levels, Collections.nCopies(layers, 1));
    List<List<Integer>> upDepths =
        json.has("reverse_transformer_layers_per_block")
            ? Depths.read(json, "reverse_transformer_layers_per_block", levels, layers + 1)
            : Depths.reversed(json, downDepths, layers + 1);
    boolean added = json.has("addition_embed_type");
    json.only("addition_embed_type", "text_time");
    List<Integer> innermost = downDepths.get(levels - 1);
    return new UNetConfig(
        json.size("sample_size", 64),
        json.size("in_channels", 4),
        json.size("out_channels", 4),
        channels,
        layers,
        down.stream().map(DOWN.get(0)::equals).toList(),
        middle(json),
        up.stream().map(UP.get(0)::equals).toList(),
        downDepths,
        innermost.get(innermost.size() - 1),
        upDepths,
        heads(json, channels),
        uniform(json, "cross_attention_dim", levels, 1280),
        json.flag("use_linear_projection", false),
        added ? json.size("addition_time_embed_dim") : 0,
        added ? json.size("projection_class_embeddings_input_dim") : 0,
        json.size("time_cond_proj_dim", 0),
        json.size("time_embedding_dim", 4 * channels.get(0)),
        json.flag("flip_sin_to_cos", true),
        json.number("freq_shift", 0),
        (int) json.number("downsample_padding", 1),
        groups,
        json.number("norm_eps", 1e-5));
  }

  /** Number of levels. */
  public int levels() {
    return blockOutChannels.size();
  }

  /** Transformer blocks after a layer of the down path; 0 if its level has no attention. */
  public int downDepth(int level, int layer) {
    return downAttention.get(level) ? downDepths.get(level).get(layer) : 0;
  }

  /**
   * Transformer blocks after a layer of the up path, whose blocks are counted from the innermost.
   */
  public int upDepth(int block, int layer) {
    return upAttention.get(block) ? upDepths.get(block).get(layer) : 0;
  }

  /**
   * Whether it is made for inpainting: it takes a mask and the masked picture's latent after the
   * latent, along the channels.
   */
  public boolean repaints() {
    return inChannels == 2 * outChannels + 1;
  }

  /** Whether it takes SDXL's pooled text and sizes. */
  public boolean hasAddedConditioning() {
    return addedInputDim > 0;
  }

  private static void refuseUnsupported(JsonFile json) {
    json.only("act_fn", "silu");
    json.only("attention_type", "default");
    json.only("conv_in_kernel", 3);
    json.only("conv_out_kernel", 3);
    json.only("mid_block_scale_factor", 1);
    json.only("resnet_out_scale_factor", 1);
    json.only("resnet_time_scale_shift", "default");
    json.only("time_embedding_type", "positional");
    json.only("downsample_padding", 1);
    for (String key :
        List.of(
            "center_input_sample",
            "class_embed_type",
            "class_embeddings_concat",
            "cross_attention_norm",
            "dual_cross_attention",
            "encoder_hid_dim",
            "encoder_hid_dim_type",
            "mid_block_only_cross_attention",
            "num_class_embeds",
            "only_cross_attention",
            "resnet_skip_time_act",
            "time_embedding_act_fn",
            "timestep_post_act")) {
      json.off(key);
    }
  }

  private static Middle middle(JsonFile json) {
    if (json.node().has("mid_block_type") && !json.has("mid_block_type")) {
      return Middle.NONE; // null is a value here: no middle at all
    }
    String type = json.text("mid_block_type", "UNetMidBlock2DCrossAttn");
    return switch (type) {
      case "UNetMidBlock2DCrossAttn" -> Middle.ATTENTION;
      case "UNetMidBlock2D" -> Middle.RESNET;
      default ->
          throw json.fault(
              "mid_block_type", type, "UNetMidBlock2DCrossAttn, UNetMidBlock2D or null");
    };
  }

  /** What configurations call {@code attention_head_dim} is the number of heads. */
  private static List<Integer> heads(JsonFile json, List<Integer> channels) {
    String key = json.has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim";
    List<Integer> heads =
        json.has(key) ? json.sizes(key, channels.size()) : Collections.nCopies(channels.size(), 8);
    for (int i = 0; i < heads.size(); i++) {
      if (channels.get(i) % heads.get(i) != 0) {
        throw json.fault(key, heads.get(i), "a divisor of " + channels.get(i) + " channels");
      }
    }
    return heads;
  }

  private static int uniform(JsonFile json, String key, int count, int otherwise) {
    if (!json.has(key)) {
      return otherwise;
    }
    List<Integer> sizes = json.sizes(key, count);
    if (sizes.stream().distinct().count() > 1) {
      throw json.fault(key, sizes, "the same for all levels");
    }
    return sizes.get(0);
  }

  private static void requireLevels(JsonFile json, String key, List<String> types, int levels) {
    if (types.size() != levels) {
      throw json.fault(
          key, types.size() + " blocks", levels + ", one for each of block_out_channels");
    }
  }

  private static void requireGroups(JsonFile json, List<Integer> channels, int groups) {
    for (int channel : channels) {
      if (channel % groups != 0) {
        throw json.fault("norm_num_groups", groups, "a divisor of " + channel + " channels");
      }
    }
  }

  /** Reads the number of transformer blocks by level and layer, from all notations in use. */
  private static final class Depths {

    /** One number, one a level, or one a level and layer. */
    static List<List<Integer>> read(JsonFile json, String key, int levels, int layers) {
      var value = json.node().get(key);
      if (!value.isArray()) {
        return Collections.nCopies(levels, Collections.nCopies(layers, json.size(key)));
      }
      if (value.size() != levels) {
        throw json.fault(key, value, levels + " of them");
      }
      List<List<Integer>> depths = new ArrayList<>();
      for (int i = 0; i < levels; i++) {
        List<Integer> level = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
          var entry = value.get(i).isArray() ? value.get(i).path(layer) : value.get(i);
          boolean fits = !value.get(i).isArray() || value.get(i).size() == layers;
          if (!fits || !entry.isInt() || entry.asInt() < 0 || entry.asInt() > 64) {
            throw json.fault(
                key + "[" + i + "]", value.get(i), "a depth, or " + layers + " of them");
          }
          level.add(entry.asInt());
        }
        depths.add(List.copyOf(level));
      }
      return List.copyOf(depths);
    }

    /** Mirrors the down path for the up path; each level must have a single depth. */
    static List<List<Integer>> reversed(JsonFile json, List<List<Integer>> down, int layers) {
      List<List<Integer>> up = new ArrayList<>();
      for (int i = down.size() - 1; i >= 0; i--) {
        if (down.get(i).stream().distinct().count() > 1) {
          throw json.fault(
              "reverse_transformer_layers_per_block", "missing", "the depths of the way up");
        }
        up.add(Collections.nCopies(layers, down.get(i).get(0)));
      }
      return List.copyOf(up);
    }
  }
}
