package inkflow.diffusion;

/**
 * Where all noise of a picture comes from.
 *
 * @param seed the same seed gives the same noise as torch's CPU generator
 */
public record Noise(long seed) {

  public static Noise of(long seed) {
    return new Noise(seed);
  }
}
