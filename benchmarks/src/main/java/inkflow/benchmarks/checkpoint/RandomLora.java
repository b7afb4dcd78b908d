package inkflow.benchmarks.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names and shapes of a LoRA in kohya's format over the modules that an LCM-LoRA changes (arXiv
 * 2311.05556 and its training script): attention, feed-forward, residual blocks, samplers.
 */
final class RandomLora {
  private static final Pattern MODULES =
      Pattern.compile(
          ".*(to_q|to_k|to_v|to_out\\.0|proj_in|proj_out|ff\\.net\\.0\\.proj|ff\\.net\\.2|conv1|conv2"
              + "|conv_shortcut|downsamplers\\.0\\.conv|upsamplers\\.0\\.conv|time_emb_proj)\\.weight");

  private RandomLora() {}

  /**
   * @param unet names and shapes of the weights it changes
   */
  static Map<String, long[]> layout(Map<String, long[]> unet, int rank) {
    Map<String, long[]> layout = new LinkedHashMap<>();
    unet.forEach(
        (name, shape) -> {
          if (MODULES.matcher(name).matches()) {
            String module = name.substring(0, name.lastIndexOf('.'));
            String stem = "lora_unet_" + module.replace('.', '_');
            long[] down = shape.clone();
            down[0] = rank;
            long[] up = shape.clone();
            up[1] = rank;
            java.util.Arrays.fill(up, 2, up.length, 1);
            layout.put(stem + ".lora_down.weight", down);
            layout.put(stem + ".lora_up.weight", up);
          }
        });
    return layout;
  }
}
