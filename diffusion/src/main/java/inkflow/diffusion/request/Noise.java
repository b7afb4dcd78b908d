package inkflow.diffusion.request;

/**
 * The source of all noise of a picture.
 *
 * @param seed the same seed gives the same noise as torch's CPU generator
 * @param variation in [0, 1]: how far the noise is interpolated towards that of another seed; 0 is
 *     the seed's own noise, 1 the other's
 */
public record Noise(long seed, double variation) {

  public Noise {
    RenderRequest.require(variation >= 0 && variation <= 1, "seedVariation", variation, "0 to 1");
  }

  /** A seed's own noise. */
  public static Noise of(long seed) {
    return new Noise(seed, 0);
  }
}
