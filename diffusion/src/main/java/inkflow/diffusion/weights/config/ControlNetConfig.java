package inkflow.diffusion.weights.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.JsonFile;
import java.util.List;

/**
 * {@code config.json} of a ControlNetModel. Unsupported values are refused by name.
 *
 * @param encoder the part shared with its UNets: everything up to the middle; the fields of the up
 *     path are meaningless here
 * @param pictureChannels of the picture it sees
 * @param embeddingChannels of the small network from that picture to the latent's size: each but
 *     the first halves the sides
 * @param blueFirst whether it takes the picture's channels in the order blue, green, red
 */
public record ControlNetConfig(
    UNetConfig encoder, int pictureChannels, List<Integer> embeddingChannels, boolean blueFirst) {
  public static final String CLASS = "ControlNetModel";

  /**
   * Reads and checks a configuration.
   *
   * @throws InvalidModelException naming the field, its value and what is supported
   */
  public static ControlNetConfig read(JsonFile json) {
    json.only("_class_name", CLASS);
    json.off("global_pool_conditions");
    List<Integer> embedding =
        json.has("conditioning_embedding_out_channels")
            ? json.sizes("conditioning_embedding_out_channels")
            : List.of(16, 32, 96, 256);
    return new ControlNetConfig(
        UNetConfig.read(asUNet(json)),
        json.size("conditioning_channels", 3),
        embedding,
        blueFirst(json));
  }

  /** Pixels of the picture's side per element of the latent's side. */
  public int downscale() {
    return 1 << (embeddingChannels.size() - 1);
  }

  private static boolean blueFirst(JsonFile json) {
    String key = "controlnet_conditioning_channel_order";
    String order = json.text(key, "rgb");
    if (!order.equals("rgb") && !order.equals("bgr")) {
      throw json.fault(key, order, "rgb or bgr");
    }
    return order.equals("bgr");
  }

  /** Its fields have the same names and meaning as a UNet's, without an up path. */
  private static JsonFile asUNet(JsonFile json) {
    ObjectNode unet = json.node().deepCopy();
    unet.put("_class_name", "UNet2DConditionModel");
    ArrayNode up = unet.putArray("up_block_types");
    json.node().path("down_block_types").forEach(down -> up.add("UpBlock2D"));
    unet.put("reverse_transformer_layers_per_block", 1);
    return JsonFile.of(json.file(), unet);
  }
}
