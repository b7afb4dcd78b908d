package inkflow.diffusion.noise;

import java.util.Arrays;

/**
 * Noise interpolated between that of a seed and that of another seed. Variation 0 gives the seed's
 * picture and 1 the other's, bit for bit; a small variation gives a picture similar to the seed's.
 *
 * <p>Each draw is interpolated spherically (slerp). Vectors of independent normals are nearly
 * orthogonal and of nearly equal length, and slerp keeps the length, so the variance stays 1.
 * Linear interpolation would halve the variance in the middle, which gives flat, grey pictures. Not
 * thread-safe.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Slerp">Slerp: K. Shoemake, "Animating rotation with
 *     quaternion curves", SIGGRAPH 1985</a>
 */
public final class VariedNoise {
  /**
   * 2^32 / golden ratio, so that the other seed is not one of the neighbouring seeds that people
   * try.
   */
  private static final long TO_OTHER_SEED = 0x9E3779B9L;

  /** Sine of the angle below which two draws count as parallel. */
  private static final double PARALLEL = 1e-6;

  private final TorchRandom own;
  private final TorchRandom other;
  private final double variation;
  private final int row;
  private final int rows;

  /** A picture's own noise. */
  public VariedNoise(long seed, double variation) {
    this(seed, variation, 0, 1);
  }

  /**
   * The noise of one of several pictures that draw from one generator.
   *
   * @param variation in [0, 1]
   * @param row of {@code rows}, from 0
   */
  public VariedNoise(long seed, double variation, int row, int rows) {
    this.row = row;
    this.rows = rows;
    this.own = new TorchRandom(seed);
    this.other = new TorchRandom(otherSeed(seed));
    this.variation = variation;
  }

  /** The seed that {@code seed} varies towards: itself + 0x9E3779B9, in its low 32 bits. */
  public static long otherSeed(long seed) {
    return seed + TO_OTHER_SEED & 0xFFFFFFFFL;
  }

  /** Standard normals of this row; one call is one draw, for all rows. */
  public float[] randnRow(int count) {
    return Arrays.copyOfRange(randn(rows * count), row * count, (row + 1) * count);
  }

  /** Standard normals that all rows share; one call is one draw. */
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
