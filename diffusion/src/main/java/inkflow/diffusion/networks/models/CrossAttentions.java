package inkflow.diffusion.networks.models;

import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.config.UNetConfig.Middle;
import java.util.ArrayList;
import java.util.List;

/**
 * The cross-attentions of a network in the order in which an {@link IpAdapter} numbers them: down,
 * up, middle.
 */
final class CrossAttentions {

  /** One of them, by the name of its module, and its channels. */
  record Attention(String name, int width) {}

  private CrossAttentions() {}

  /** Those of the way down, and of the middle. */
  static List<Attention> wayDown(UNetConfig config) {
    List<Attention> attentions = new ArrayList<>();
    down(config, attentions);
    middle(config, attentions);
    return attentions;
  }

  /** Those of the way up too. */
  static List<Attention> wholeWay(UNetConfig config) {
    List<Attention> attentions = new ArrayList<>();
    down(config, attentions);
    int last = config.levels() - 1;
    for (int i = 0; i <= last; i++) {
      for (int layer = 0; layer <= config.layersPerBlock(); layer++) {
        int width = width(config, last - i);
        add(attentions, "up_blocks." + i, layer, config.upDepth(i, layer), width);
      }
    }
    middle(config, attentions);
    return attentions;
  }

  private static void down(UNetConfig config, List<Attention> attentions) {
    for (int i = 0; i < config.levels(); i++) {
      for (int layer = 0; layer < config.layersPerBlock(); layer++) {
        int depth = config.downDepth(i, layer);
        add(attentions, "down_blocks." + i, layer, depth, width(config, i));
      }
    }
  }

  private static void middle(UNetConfig config, List<Attention> attentions) {
    if (config.middle() == Middle.ATTENTION) {
      add(attentions, "mid_block", 0, config.midDepth(), width(config, config.levels() - 1));
    }
  }

  private static void add(
      List<Attention> attentions, String block, int layer, int depth, int width) {
    for (int i = 0; i < depth; i++) {
      String name = "%s.attentions.%d.transformer_blocks.%d.attn2".formatted(block, layer, i);
      attentions.add(new Attention(name, width));
    }
  }

  private static int width(UNetConfig config, int level) {
    return config.blockOutChannels().get(level);
  }
}
