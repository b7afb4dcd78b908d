package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/**
 * An autoencoder's output for pictures, scaled for the UNet: the means and deviations of normal
 * distributions, or latents if there are no deviations.
 *
 * @param mean (n, channels, height, width)
 * @param deviation the same shape; a latent is mean + deviation x noise
 */
public record EncodedPictures(NDArray mean, Optional<NDArray> deviation) {

  /** From the list that a script's {@code distribution} returns. */
  public static EncodedPictures of(List<NDArray> distribution) {
    return new EncodedPictures(
        distribution.get(0),
        distribution.size() > 1 ? Optional.of(distribution.get(1)) : Optional.empty());
  }
}
