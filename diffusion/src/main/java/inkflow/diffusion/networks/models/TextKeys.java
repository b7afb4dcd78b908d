package inkflow.diffusion.networks.models;

import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.models.CrossAttentions.Attention;
import inkflow.diffusion.torchscript.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What each cross-attention makes of the text: keys and values. All have one input, so all of them
 * together are one linear layer.
 */
final class TextKeys {
  private final Value joined;
  private final Map<String, Integer> starts = new HashMap<>();

  /**
   * @param joined what {@link #joined} gives
   */
  TextKeys(Value joined, List<Attention> attentions) {
    this.joined = joined;
    int next = 0;
    for (Attention attention : attentions) {
      starts.put(attention.name(), next);
      next += 2 * attention.width();
    }
  }

  /**
   * Keys and values of all attentions side by side (n, tokens, 2 x width of all); the text itself
   * if there is none.
   *
   * @param context the text (n, tokens, width), in the type of the arithmetic
   */
  static Value joined(Layers nn, Value context, int width, List<Attention> attentions) {
    List<String> names = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (Attention attention : attentions) {
      for (String part : List.of(".to_k", ".to_v")) {
        names.add(attention.name() + part);
        widths.add(attention.width());
      }
    }
    return names.isEmpty() ? context : nn.linearSideBySide(context, width, false, names, widths);
  }

  /** Keys, then values, of the attentions of one transformer, (n, tokens, 2 x width x depth). */
  Value of(String transformer, int width, int depth) {
    int start = starts.get(transformer + ".transformer_blocks.0.attn2");
    return joined.op("narrow", -1, start, 2 * width * depth);
  }
}
