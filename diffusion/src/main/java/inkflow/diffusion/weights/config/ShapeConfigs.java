package inkflow.diffusion.weights.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Derives the configurations of networks without one from their weights' names and shapes. What
 * shapes don't show is assumed as in every published Stable Diffusion: 32 groups, attention heads
 * of 64 channels where projections are linear and 8 heads where they are not, a pooled projection's
 * encoder with plain GELU.
 */
public final class ShapeConfigs {
  private final Map<String, long[]> shapes = new HashMap<>();
  private final ObjectNode config = JsonNodeFactory.instance.objectNode();

  private ShapeConfigs(Collection<TensorView> tensors) {
    tensors.forEach(tensor -> shapes.put(tensor.name(), tensor.shape()));
  }

  public static ObjectNode unet(TensorMap tensors) {
    return new ShapeConfigs(tensors.all()).unet();
  }

  public static ObjectNode controlNet(TensorMap tensors) {
    return new ShapeConfigs(tensors.all()).controlNet();
  }

  public static ObjectNode autoencoder(TensorMap tensors, double scalingFactor) {
    return new ShapeConfigs(tensors.all()).autoencoder(scalingFactor);
  }

  public static ObjectNode text(TensorMap tensors) {
    return new ShapeConfigs(tensors.all()).text();
  }

  private ObjectNode unet() {
    encoder();
    ArrayNode up = config.putArray("up_block_types");
    ArrayNode depths = config.putArray("reverse_transformer_layers_per_block");
    int layers = config.get("layers_per_block").asInt();
    for (int level = 0; level < config.get("block_out_channels").size(); level++) {
      up.add(has("up_blocks." + level + ".attentions") ? "CrossAttnUpBlock2D" : "UpBlock2D");
      depths(depths.addArray(), "up_blocks." + level, layers + 1);
    }
    config.put("_class_name", "UNet2DConditionModel");
    config.put("out_channels", size("conv_out.weight", 0));
    return config;
  }

  private ObjectNode controlNet() {
    encoder();
    config.put("_class_name", ControlNetConfig.CLASS);
    String embedding = "controlnet_cond_embedding.";
    config.put("conditioning_channels", size(embedding + "conv_in.weight", 1));
    ArrayNode channels = config.putArray("conditioning_embedding_out_channels");
    channels.add(size(embedding + "conv_in.weight", 0));
    for (int i = 1; i < count(embedding + "blocks.%d.weight"); i += 2) {
      channels.add(size(embedding + "blocks." + i + ".weight", 0));
    }
    return config;
  }

  /** The fields that a UNet and a ControlNet share. */
  private void encoder() {
    int levels = count("down_blocks.%d.resnets.0.conv1.weight");
    int layers = count("down_blocks.0.resnets.%d.conv1.weight");
    boolean linear = false;
    ArrayNode channels = config.putArray("block_out_channels");
    ArrayNode down = config.putArray("down_block_types");
    ArrayNode depths = config.putArray("transformer_layers_per_block");
    for (int level = 0; level < levels; level++) {
      channels.add(size("down_blocks." + level + ".resnets.0.conv1.weight", 0));
      down.add(
          has("down_blocks." + level + ".attentions") ? "CrossAttnDownBlock2D" : "DownBlock2D");
      depths(depths.addArray(), "down_blocks." + level, layers);
    }
    for (Map.Entry<String, long[]> shape : shapes.entrySet()) {
      linear |= shape.getKey().endsWith(".proj_in.weight") && shape.getValue().length == 2;
      if (shape.getKey().endsWith(".attn2.to_k.weight")) {
        config.put("cross_attention_dim", shape.getValue()[1]);
      }
    }
    heads(channels, linear);
    config.put("use_linear_projection", linear);
    config.put("layers_per_block", layers);
    config.put("in_channels", size("conv_in.weight", 1));
    middle();
    conditioning();
  }

  private void depths(ArrayNode level, String block, int layers) {
    for (int layer = 0; layer < layers; layer++) {
      String attention = block + ".attentions." + layer;
      // A level without attention has no depth; 1 is a placeholder that is never used.
      int depth = count(attention + ".transformer_blocks.%d.norm1.weight");
      level.add(has(block + ".attentions") ? depth : 1);
    }
  }

  private void heads(ArrayNode channels, boolean linear) {
    ArrayNode heads = config.putArray("attention_head_dim");
    channels.forEach(width -> heads.add(linear ? Math.max(1, width.asInt() / 64) : 8));
  }

  private void middle() {
    if (has("mid_block.attentions")) {
      config.put("mid_block_type", "UNetMidBlock2DCrossAttn");
    } else if (has("mid_block.resnets")) {
      config.put("mid_block_type", "UNetMidBlock2D");
    } else {
      config.putNull("mid_block_type");
    }
  }

  private void conditioning() {
    if (shapes.containsKey("add_embedding.linear_1.weight")) {
      config.put("addition_embed_type", "text_time");
      config.put("addition_time_embed_dim", 256);
      config.put("projection_class_embeddings_input_dim", size("add_embedding.linear_1.weight", 1));
      config.put("sample_size", 128);
    }
    if (shapes.containsKey("time_embedding.cond_proj.weight")) {
      config.put("time_cond_proj_dim", size("time_embedding.cond_proj.weight", 1));
    }
  }

  private ObjectNode autoencoder(double scalingFactor) {
    int levels = count("encoder.down_blocks.%d.resnets.0.conv1.weight");
    ArrayNode channels = config.putArray("block_out_channels");
    ArrayNode down = config.putArray("down_block_types");
    ArrayNode up = config.putArray("up_block_types");
    for (int level = 0; level < levels; level++) {
      channels.add(size("encoder.down_blocks." + level + ".resnets.0.conv1.weight", 0));
      down.add("DownEncoderBlock2D");
      up.add("UpDecoderBlock2D");
    }
    config.put("_class_name", "AutoencoderKL");
    config.put("layers_per_block", count("encoder.down_blocks.0.resnets.%d.conv1.weight"));
    config.put("in_channels", size("encoder.conv_in.weight", 1));
    config.put("out_channels", size("decoder.conv_out.weight", 0));
    config.put("latent_channels", size("decoder.conv_in.weight", 1));
    config.put("mid_block_add_attention", has("encoder.mid_block.attentions"));
    config.put("use_quant_conv", shapes.containsKey("quant_conv.weight"));
    config.put("use_post_quant_conv", shapes.containsKey("post_quant_conv.weight"));
    config.put("scaling_factor", scalingFactor);
    return config;
  }

  private ObjectNode text() {
    boolean projects = shapes.containsKey("text_projection.weight");
    long width = size("text_model.embeddings.token_embedding.weight", 1);
    config
        .putArray("architectures")
        .add(projects ? "CLIPTextModelWithProjection" : "CLIPTextModel");
    config.put("vocab_size", size("text_model.embeddings.token_embedding.weight", 0));
    config.put(
        "max_position_embeddings", size("text_model.embeddings.position_embedding.weight", 0));
    config.put("hidden_size", width);
    config.put("num_attention_heads", Math.max(1, width / 64));
    config.put("num_hidden_layers", count("text_model.encoder.layers.%d.layer_norm1.weight"));
    config.put("intermediate_size", size("text_model.encoder.layers.0.mlp.fc1.weight", 0));
    config.put("hidden_act", projects ? "gelu" : "quick_gelu");
    config.put("eos_token_id", size("text_model.embeddings.token_embedding.weight", 0) - 1);
    if (projects) {
      config.put("projection_dim", size("text_projection.weight", 0));
    }
    return config;
  }

  private int count(String pattern) {
    int count = 0;
    while (shapes.containsKey(pattern.replace("%d", String.valueOf(count)))) {
      count++;
    }
    return count;
  }

  private long size(String name, int axis) {
    long[] shape = shapes.get(name);
    return shape == null || shape.length <= axis ? 0 : shape[axis];
  }

  private boolean has(String module) {
    return shapes.keySet().stream().anyMatch(name -> name.startsWith(module + "."));
  }
}
