package inkflow.diffusion.lcm;

/**
 * Inpainting with a model that takes no mask: after every step, the part to keep is replaced by the
 * picture's latent z, noised with the starting noise eps to the next timestep (Lugmayr et al.,
 * arXiv 2201.09865, equation 8, as in diffusers' inpainting pipelines):
 *
 * <pre>
 *   x = m x + (1 - m) (a_t z + s_t eps)        after the last step: m x + (1 - m) z
 * </pre>
 */
@SuppressWarnings("ArrayRecordComponent")
public record Inpainting(NoiseSchedule schedule, RepaintMask mask, float[] latent, float[] noise) {

  /**
   * @param mask of the latent's height and width
   * @param latent z, channels x height x width
   * @param noise eps, of the same shape
   */
  public Inpainting {
    if (latent.length % mask.values().length != 0 || noise.length != latent.length) {
      throw new IllegalArgumentException(
          "mask: %d pixels (expected: those of a latent of %d values and noise of %d)"
              .formatted(mask.values().length, latent.length, noise.length));
    }
  }

  /**
   * Replaces the kept part in a step's result; returns a new array.
   *
   * @param next the timestep that the result is at, or -1 after the last step
   */
  public float[] keep(float[] result, int next) {
    float[] kept = next < 0 ? latent : schedule.addNoise(latent, noise, next);
    float[] blended = new float[result.length];
    for (int i = 0; i < blended.length; i++) {
      float m = mask.values()[i % mask.values().length];
      blended[i] = (1 - m) * kept[i] + m * result[i];
    }
    return blended;
  }
}
