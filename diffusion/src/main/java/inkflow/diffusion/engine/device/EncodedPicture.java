package inkflow.diffusion.engine.device;

import java.util.function.IntFunction;

/**
 * An autoencoder's output for a picture: a normal distribution of latents, or a single latent.
 *
 * @param mean mean of the distribution, or the latent
 * @param deviation standard deviation of each value; empty for a single latent; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record EncodedPicture(Latent mean, float[] deviation) {

  /**
   * Draws a latent from the distribution.
   *
   * @param noise returns that many standard normals; not called for a single latent
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
