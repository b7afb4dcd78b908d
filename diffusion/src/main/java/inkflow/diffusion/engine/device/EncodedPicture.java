package inkflow.diffusion.engine.device;

import java.util.function.IntFunction;

/**
 * What an autoencoder made of a picture: a normal distribution of latents, or one latent.
 *
 * @param mean the middle of it
 * @param deviation in the order of the mean's values; empty where there is one latent; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedPicture(Latent mean, float[] deviation) {

  /**
   * A latent of the distribution.
   *
   * @param noise gives so many normal numbers; not asked where there is one latent
   */
  public Latent draw(IntFunction<float[]> noise) {
    if (deviation.length == 0) {
      return mean;
    }
    float[] drawn = noise.apply(deviation.length);
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = mean.values()[i] + deviation[i] * drawn[i];
    }
    return mean.with(drawn);
  }
}
