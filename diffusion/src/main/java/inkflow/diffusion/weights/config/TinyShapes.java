package inkflow.diffusion.weights.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Derives the configuration of an AutoencoderTiny from its weights' names and shapes. In both
 * halves a level is a convolution and the residual blocks up to the next one.
 */
public final class TinyShapes {
  private static final int MOST_LAYERS = 256;
  private final TensorMap tensors;
  private final String half;
  private final List<long[]> convolutions = new ArrayList<>();
  private final List<Integer> blocks = new ArrayList<>();

  private TinyShapes(TensorMap tensors, String half) {
    this.tensors = tensors;
    this.half = half;
    for (int i = 0; i < MOST_LAYERS; i++) {
      add(half + ".layers." + i);
    }
    if (convolutions.size() < 2) {
      throw new InvalidModelException(
          tensors.source(), half + ".layers", "missing (expected: an autoencoder's layers)");
    }
  }

  public static ObjectNode config(TensorMap tensors) {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("_class_name", "AutoencoderTiny");
    TinyShapes encoder = new TinyShapes(tensors, "encoder");
    TinyShapes decoder = new TinyShapes(tensors, "decoder");
    encoder.putLevels(config);
    decoder.putLevels(config);
    config.put("in_channels", encoder.convolutions.get(0)[1]);
    config.put("latent_channels", decoder.convolutions.get(0)[1]);
    config.put("out_channels", decoder.convolutions.get(decoder.convolutions.size() - 1)[0]);
    return config;
  }

  private void add(String layer) {
    if (tensors.names().contains(layer + ".weight")) {
      convolutions.add(tensors.require(layer + ".weight").shape());
      blocks.add(0);
    } else if (tensors.names().contains(layer + ".conv.0.weight") && !blocks.isEmpty()) {
      blocks.set(blocks.size() - 1, blocks.get(blocks.size() - 1) + 1);
    }
  }

  private void putLevels(ObjectNode config) {
    ArrayNode channels = config.putArray(half + "_block_out_channels");
    ArrayNode counts = config.putArray("num_" + half + "_blocks");
    for (int level = 0; level < convolutions.size() - 1; level++) {
      channels.add(convolutions.get(level)[0]);
      counts.add(blocks.get(level));
    }
  }
}
