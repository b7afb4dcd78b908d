package inkflow.diffusion.noise;

/**
 * MT19937 of Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998. Not thread-safe.
 */
final class MersenneTwister {
  private static final int N = 624;
  private static final int M = 397;
  private static final int MATRIX = 0x9908b0df;

  private final int[] state = new int[N];
  private int at = N;

  MersenneTwister(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    }
  }

  /** The next 32 bits. */
  int nextInt() {
    if (at == N) {
      refill();
    }
    int y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return y ^ (y >>> 18);
  }

  private void refill() {
    for (int i = 0; i < N - M; i++) {
      state[i] = state[i + M] ^ twist(state[i], state[i + 1]);
    }
    for (int i = N - M; i < N - 1; i++) {
      state[i] = state[i + M - N] ^ twist(state[i], state[i + 1]);
    }
    state[N - 1] = state[M - 1] ^ twist(state[N - 1], state[0]);
    at = 0;
  }

  private static int twist(int upper, int lower) {
    int mixed = (upper & 0x80000000) | (lower & 0x7fffffff);
    return (mixed >>> 1) ^ (-(mixed & 1) & MATRIX);
  }
}
