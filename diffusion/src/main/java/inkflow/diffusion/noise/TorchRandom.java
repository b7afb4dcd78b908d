package inkflow.diffusion.noise;

/**
 * Draws the same numbers as {@code torch.Generator("cpu").manual_seed(seed)}, in the same order, so
 * that a seed gives the same picture as in other programs. Normals from 16 values on are within
 * 1e-6 of torch's (its vector sine and logarithm round the last bit differently), below 16 they are
 * equal.
 *
 * <p>Below 16 values torch takes pairs by Box and Muller in double precision and keeps the second
 * of a pair for the next such draw; from 16 on it fills the array with uniforms and turns each 8 +
 * 8 of them into normals in float, and redraws the last 16 if the count is not a multiple of 16.
 * Not thread-safe.
 */
public final class TorchRandom {
  private static final int BLOCK = 16;

  private final MersenneTwister bits;
  private double kept;
  private boolean hasKept;

  /**
   * @param seed only its low 32 bits are used, as in torch
   */
  public TorchRandom(long seed) {
    bits = new MersenneTwister((int) seed);
  }

  /** As {@code torch.randn}: standard normals. */
  public float[] randn(int count) {
    float[] values = new float[count];
    randn(values, 0, count);
    return values;
  }

  /** Fills part of an array with standard normals; one call is one draw. */
  public void randn(float[] to, int offset, int count) {
    if (count < BLOCK) {
      for (int i = 0; i < count; i++) {
        to[offset + i] = (float) nextNormal();
      }
      return;
    }
    rand(to, offset, count);
    int whole = count - count % BLOCK;
    for (int at = 0; at < whole; at += BLOCK) {
      normals(to, offset + at);
    }
    if (whole < count) {
      int last = offset + count - BLOCK;
      rand(to, last, BLOCK);
      normals(to, last);
    }
  }

  /** As {@code torch.rand}: uniform in [0, 1). */
  public float[] rand(int count) {
    float[] values = new float[count];
    rand(values, 0, count);
    return values;
  }

  private void rand(float[] to, int offset, int count) {
    for (int i = 0; i < count; i++) {
      to[offset + i] = (bits.nextInt() & 0xffffff) * 0x1p-24f;
    }
  }

  /** 16 uniforms to 16 normals in place: 8 radii, 8 angles. */
  private static void normals(float[] values, int at) {
    for (int i = at; i < at + BLOCK / 2; i++) {
      float radius = (float) Math.sqrt(-2f * (float) Math.log(1f - values[i]));
      float angle = (float) (2 * Math.PI) * values[i + BLOCK / 2];
      values[i] = radius * (float) Math.cos(angle);
      values[i + BLOCK / 2] = radius * (float) Math.sin(angle);
    }
  }

  private double nextNormal() {
    if (hasKept) {
      hasKept = false;
      return kept;
    }
    double angle = 2 * Math.PI * nextDouble();
    double radius = Math.sqrt(-2 * Math.log1p(-nextDouble()));
    kept = radius * Math.sin(angle);
    hasKept = true;
    return radius * Math.cos(angle);
  }

  /** 53 of 64 bits, of which the first draw is the upper half. */
  private double nextDouble() {
    long upper = Integer.toUnsignedLong(bits.nextInt());
    long both = upper << 32 | Integer.toUnsignedLong(bits.nextInt());
    return (both & (1L << 53) - 1) * 0x1p-53;
  }
}
