package inkflow.diffusion.lora;

import inkflow.diffusion.lora.kinds.PlainMath;
import inkflow.diffusion.lora.kinds.PlainTensor;
import inkflow.diffusion.weights.file.TensorView;
import java.util.List;

/**
 * The merge by its formula, in float32: W' = W + sum_k s_k (alpha_k / r_k) delta_k, with delta = B
 * A for a LoRA. Slow and plain: the reference for the fast one. Always starts from the original
 * weight, so nothing of an earlier mix remains.
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
    float[] own = weight.toFloats();
    float[] merged = own.clone();
    for (Term term : mix) {
      for (LoraModule lora : term.lora().modules()) {
        if (lora.part() == part && weight.name().equals(lora.weightName())) {
          add(merged, own, lora, term.scale());
        }
      }
    }
    return merged;
  }

  /** What an adapter at scale 1 adds to a weight, row-major; to one of zeros, if it matters. */
  public static float[] delta(LoraModule lora) {
    float[] delta = new float[lora.weightShape().out() * lora.weightShape().in()];
    add(delta, delta.clone(), lora, 1);
    return delta;
  }

  private static void add(float[] sum, float[] own, LoraModule lora, double scale) {
    PlainTensor weight = new PlainTensor(own, lora.weightShape().channels());
    float[] delta = lora.delta().of(new PlainMath(), weight).values();
    float factor = (float) (scale * lora.scale());
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * delta[i];
    }
  }
}
