package inkflow.diffusion.noise;

/**
 * Noise between a seed's and another's. Each draw is turned, so that 0 gives the seed's picture and
 * 1 the other's, bit for bit, and a small variation a picture near the seed's.
 *
 * <p>Draws are turned by spherical linear interpolation. Independent normals are nearly orthogonal
 * and of nearly one length, so what is between them has that length too: the variance stays 1. A
 * straight line between them would lose half of it on the way, which a denoiser shows as a flat,
 * grey picture. Not thread-safe.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Slerp">Slerp: K. Shoemake, "Animating rotation with
 *     quaternion curves", SIGGRAPH 1985</a>
 */
public final class VariedNoise {
  /** 2^32 over the golden ratio: seeds that are counted up lie far from each other's others. */
  private static final long TO_OTHER_SEED = 0x9E3779B9L;

  /** Below this sine of their angle two draws are as good as parallel. */
  private static final double PARALLEL = 1e-6;

  private final TorchRandom own;
  private final TorchRandom other;
  private final double variation;

  /**
   * @param variation in [0, 1]
   */
  public VariedNoise(long seed, double variation) {
    this.own = new TorchRandom(seed);
    this.other = new TorchRandom(otherSeed(seed));
    this.variation = variation;
  }

  /** The seed that {@code seed} varies towards: itself + 0x9E3779B9, in its low 32 bits. */
  public static long otherSeed(long seed) {
    return seed + TO_OTHER_SEED & 0xFFFFFFFFL;
  }

  /** Standard normals; one call is one draw. */
  public float[] randn(int count) {
    float[] drawn = own.randn(count);
    return variation == 0 ? drawn : slerp(drawn, other.randn(count), variation);
  }

  /**
   * sin((1 - t) omega) / sin(omega) a + sin(t omega) / sin(omega) b, with omega the angle between a
   * and b; (1 - t) a + t b where they are parallel.
   */
  static float[] slerp(float[] a, float[] b, double t) {
    double omega = angle(a, b);
    double sine = Math.sin(omega);
    boolean parallel = sine < PARALLEL;
    double ofA = parallel ? 1 - t : Math.sin((1 - t) * omega) / sine;
    double ofB = parallel ? t : Math.sin(t * omega) / sine;
    float[] between = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      between[i] = (float) (ofA * a[i] + ofB * b[i]);
    }
    return between;
  }

  private static double angle(float[] a, float[] b) {
    double product = 0;
    double lengthA = 0;
    double lengthB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      lengthA += (double) a[i] * a[i];
      lengthB += (double) b[i] * b[i];
    }
    double cosine = product / Math.sqrt(lengthA * lengthB);
    return Math.acos(Math.max(-1, Math.min(1, cosine)));
  }
}
