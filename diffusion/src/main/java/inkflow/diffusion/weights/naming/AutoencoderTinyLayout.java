package inkflow.diffusion.weights.naming;

import inkflow.diffusion.weights.config.AutoencoderTinyConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and shapes of an AutoencoderTiny's weights: {@code encoder.layers.i} and {@code
 * decoder.layers.i} count convolutions, residual blocks, activations and upsamplings alike.
 */
public final class AutoencoderTinyLayout {
  private final Map<String, long[]> layout = new LinkedHashMap<>();

  private AutoencoderTinyLayout() {}

  /** Every weight with its shape. */
  public static Map<String, long[]> of(AutoencoderTinyConfig config) {
    AutoencoderTinyLayout tiny = new AutoencoderTinyLayout();
    tiny.encoder(config);
    tiny.decoder(config);
    return Collections.unmodifiableMap(tiny.layout);
  }

  private void encoder(AutoencoderTinyConfig config) {
    List<Integer> channels = config.encoderChannels();
    int at = 0;
    for (int level = 0; level < channels.size(); level++) {
      int width = channels.get(level);
      boolean first = level == 0;
      convolution("encoder", at++, width, first ? config.inChannels() : width, first);
      for (int i = 0; i < config.encoderBlocks().get(level); i++) {
        block("encoder", at++, width);
      }
    }
    int width = channels.get(channels.size() - 1);
    convolution("encoder", at, config.latentChannels(), width, true);
  }

  private void decoder(AutoencoderTinyConfig config) {
    List<Integer> channels = config.decoderChannels();
    convolution("decoder", 0, channels.get(0), config.latentChannels(), true);
    int at = 2; // 1 is the activation
    for (int level = 0; level < channels.size(); level++) {
      int width = channels.get(level);
      for (int i = 0; i < config.decoderBlocks().get(level); i++) {
        block("decoder", at++, width);
      }
      boolean last = level == channels.size() - 1;
      if (!last) {
        at++; // the upsampling
      }
      convolution("decoder", at++, last ? config.outChannels() : width, width, last);
    }
  }

  private void block(String half, int at, int width) {
    for (int i = 0; i <= 4; i += 2) {
      String name = half + ".layers." + at + ".conv." + i;
      layout.put(name + ".weight", new long[] {width, width, 3, 3});
      layout.put(name + ".bias", new long[] {width});
    }
  }

  private void convolution(String half, int at, int out, int in, boolean bias) {
    String name = half + ".layers." + at;
    layout.put(name + ".weight", new long[] {out, in, 3, 3});
    if (bias) {
      layout.put(name + ".bias", new long[] {out});
    }
  }
}
