package inkflow.diffusion.request;

/**
 * The source of all noise of a picture.
 *
 * @param seed the same seed gives the same noise as torch's CPU generator
 * @param variation in [0, 1]: how far the noise is interpolated towards that of another seed; 0 is
 *     the seed's own noise, 1 the other's
 * @param row which of {@code rows} pictures this is, from 0
 * @param rows pictures that share the generator: each draw is for all of them, in their order, as
 *     when diffusers draws several pictures of one prompt
 */
public record Noise(long seed, double variation, int row, int rows) {

  public Noise {
    RenderRequest.require(variation >= 0 && variation <= 1, "seedVariation", variation, "0 to 1");
    RenderRequest.require(rows >= 1, "rows", rows, ">= 1");
    RenderRequest.require(row >= 0 && row < rows, "row", row, ">= 0 and < " + rows);
  }

  /** A generator of one picture's own. */
  public Noise(long seed, double variation) {
    this(seed, variation, 0, 1);
  }

  /** A seed's own noise. */
  public static Noise of(long seed) {
    return new Noise(seed, 0);
  }
}
