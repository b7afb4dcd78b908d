package inkflow.diffusion.lora;

import inkflow.diffusion.weights.file.TensorView;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The merge by its formula, in float32: W' = W + sum_k s_k (alpha_k / r_k) B_k A_k, with a
 * convolution's A flattened to (r, in k k). Slow and plain: the reference for the fast one. Always
 * starts from the original weight, so nothing of an earlier mix remains.
 */
public final class PlainLoraMerge {
  private PlainLoraMerge() {}

  /**
   * One adapter of a mix.
   *
   * @param scale 1 is the adapter as it was trained
   */
  public record Term(LoraFile lora, double scale) {}

  /** A weight with a mix of adapters merged in, in the weight's own layout. */
  public static float[] merge(TensorView weight, ModelPart part, String module, List<Term> mix) {
    float[] merged = weight.toFloats();
    for (Term term : mix) {
      Optional<LoraModule> change = term.lora().find(part, module);
      change.ifPresent(lora -> add(merged, lora, term.scale()));
    }
    return merged;
  }

  /** What an adapter at scale 1 adds to a weight: (alpha / r) B A, row-major. */
  public static float[] delta(LoraModule lora) {
    float[] delta = new float[lora.weightShape().out() * lora.weightShape().in()];
    add(delta, lora, 1);
    return delta;
  }

  private static void add(float[] weight, LoraModule lora, double scale) {
    float[] down = lora.down().toFloats();
    float[] up = lora.up().toFloats();
    int in = lora.weightShape().in();
    float[] row = new float[in];
    float factor = (float) (scale * lora.scale());
    for (int out = 0; out < lora.weightShape().out(); out++) {
      Arrays.fill(row, 0);
      for (int r = 0; r < lora.rank(); r++) {
        float b = up[out * lora.rank() + r];
        for (int i = 0; i < in; i++) {
          row[i] += b * down[r * in + i];
        }
      }
      for (int i = 0; i < in; i++) {
        weight[out * in + i] += factor * row[i];
      }
    }
  }
}
