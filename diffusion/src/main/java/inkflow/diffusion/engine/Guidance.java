package inkflow.diffusion.engine;

import java.util.List;

/**
 * Classifier-free guidance, Imagen's form: e = e_u + g (e_c - e_u), with e_u the output under the
 * negative prompt. Source: arXiv 2205.11487, section 2.2.
 */
final class Guidance {
  private Guidance() {}

  /**
   * @param outputs one, returned as it is, or the negative and the positive one
   */
  static Latent combine(List<Latent> outputs, double guidanceScale) {
    if (outputs.size() == 1) {
      return outputs.get(0);
    }
    float[] negative = outputs.get(0).values();
    float[] positive = outputs.get(1).values();
    float g = (float) guidanceScale;
    float[] guided = new float[negative.length];
    for (int i = 0; i < guided.length; i++) {
      guided[i] = negative[i] + g * (positive[i] - negative[i]);
    }
    return outputs.get(0).with(guided);
  }
}
