package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;

/**
 * What an autoencoder makes of pictures, scaled as the UNet takes it: the means of normal
 * distributions, or latents as they are where it has no deviations.
 *
 * @param mean (n, channels, height, width)
 * @param deviation the same shape; a latent is the mean and this times noise
 */
public record EncodedPictures(NDArray mean, Optional<NDArray> deviation) {

  /** From the list that {@code distribution} of a script gives. */
  public static EncodedPictures of(List<NDArray> distribution) {
    return new EncodedPictures(
        distribution.get(0),
        distribution.size() > 1 ? Optional.of(distribution.get(1)) : Optional.empty());
  }
}
