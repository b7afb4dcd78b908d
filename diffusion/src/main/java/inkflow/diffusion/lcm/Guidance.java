package inkflow.diffusion.lcm;

/**
 * Classifier-free guidance: in two passes e = e_u + g (e_c - e_u) (Ho and Salimans, arXiv
 * 2207.12598, in the form of Imagen), or for a full LCM, in one pass with an embedding of w = g -
 * 1. With LCM-LoRA use g = 1 (off), or up to 2 to let a negative prompt have an effect.
 */
public final class Guidance {
  private Guidance() {}

  /** Whether a second, unconditional pass is needed. */
  public static boolean needsTwoPasses(double guidanceScale, boolean guidanceIsEmbedded) {
    return guidanceScale > 1 && !guidanceIsEmbedded;
  }

  /** e_u + g (e_c - e_u), into a new array. */
  public static float[] combine(float[] unconditional, float[] conditional, double guidanceScale) {
    float g = (float) guidanceScale;
    float[] guided = new float[conditional.length];
    for (int i = 0; i < guided.length; i++) {
      guided[i] = unconditional[i] + g * (conditional[i] - unconditional[i]);
    }
    return guided;
  }

  /**
   * A full LCM's input {@code timestep_cond}: sines, then cosines, of 1000 (g - 1) at falling
   * frequencies.
   *
   * @param dimension {@code time_cond_proj_dim} of the UNet, 256 in known models
   */
  public static float[] embedding(double guidanceScale, int dimension) {
    int half = dimension / 2;
    float w = (float) (guidanceScale - 1) * 1000;
    float rate = (float) (Math.log(10000) / (half - 1));
    float[] embedding = new float[dimension];
    for (int i = 0; i < half; i++) {
      float angle = w * (float) Math.exp(i * -rate);
      embedding[i] = (float) Math.sin(angle);
      embedding[half + i] = (float) Math.cos(angle);
    }
    return embedding;
  }
}
