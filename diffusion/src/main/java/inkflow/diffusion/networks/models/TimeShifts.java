package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.config.UNetConfig.Middle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that each residual block adds to its channels for the timestep. All blocks project the
 * same time embedding, so the projections are computed as one linear layer.
 */
final class TimeShifts {
  private final Map<String, Value> shifts = new LinkedHashMap<>();

  /**
   * @param joined what {@link #joined} gives
   * @param blocks channels of each residual block by its name
   */
  TimeShifts(Value joined, Map<String, Integer> blocks) {
    Value parts = joined.op("split_with_sizes", List.copyOf(blocks.values()), 1);
    for (String name : blocks.keySet()) {
      shifts.put(name, joined.function().element(parts, shifts.size()));
    }
  }

  /**
   * The shifts of all blocks side by side (n, channels of all).
   *
   * @param time embedding, with its activation
   */
  static Value joined(Layers nn, Value time, int width, Map<String, Integer> blocks) {
    List<String> names = blocks.keySet().stream().map(name -> name + ".time_emb_proj").toList();
    return nn.linearSideBySide(time, width, true, names, List.copyOf(blocks.values()));
  }

  /** The shift of a block (n, channels). */
  Value of(String block) {
    return shifts.get(block);
  }

  /** The residual blocks of the down path and the middle, with their channels. */
  static Map<String, Integer> wayDown(UNetConfig config) {
    Map<String, Integer> blocks = new LinkedHashMap<>();
    int levels = config.levels();
    for (int i = 0; i < levels; i++) {
      add(blocks, "down_blocks." + i, config.layersPerBlock(), config.blockOutChannels().get(i));
    }
    int middle = config.middle() == Middle.NONE ? 0 : config.middle() == Middle.RESNET ? 1 : 2;
    add(blocks, "mid_block", middle, config.blockOutChannels().get(levels - 1));
    return blocks;
  }

  /** All residual blocks, with the up path's. */
  static Map<String, Integer> wholeWay(UNetConfig config) {
    Map<String, Integer> blocks = wayDown(config);
    int levels = config.levels();
    for (int i = 0; i < levels; i++) {
      int channels = config.blockOutChannels().get(levels - 1 - i);
      add(blocks, "up_blocks." + i, config.layersPerBlock() + 1, channels);
    }
    return blocks;
  }

  private static void add(Map<String, Integer> blocks, String name, int layers, int channels) {
    for (int layer = 0; layer < layers; layer++) {
      blocks.put(name + ".resnets." + layer, channels);
    }
  }
}
