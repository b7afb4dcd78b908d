package inkflow.benchmarks.checkpoint;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Random weights, reproducible by seed and name: normal with variance 1 / fan-in, so that
 * activations keep their size from layer to layer; norms have scale 1, biases are 0.
 */
final class RandomHalves implements HalfWriter.Source {
  /** Number of different values in one tensor; 16 random bits choose one. */
  private static final int NUMBERS = 1 << 16;

  /** Standard deviation in embedding tables, as in CLIP's initialization. */
  private static final double EMBEDDING = 0.02;

  private final long seed;

  RandomHalves(long seed) {
    this.seed = seed;
  }

  @Override
  public HalfWriter.Halves halves(String name, long[] shape) {
    if (shape.length < 2) {
      short half = half(name.endsWith(".weight") ? 1 : 0);
      return chunk -> {
        while (chunk.hasRemaining()) {
          chunk.putShort(half);
        }
      };
    }
    long own = seed * 0x9e3779b97f4a7c15L + name.hashCode();
    short[] numbers = normal(own, deviation(name, shape));
    SplittableRandom random = new SplittableRandom(own);
    return chunk -> fill(chunk, numbers, random);
  }

  private static double deviation(String name, long[] shape) {
    if (name.contains("embeddings.")) {
      return EMBEDDING;
    }
    long fanIn = 1;
    for (int i = 1; i < shape.length; i++) {
      fanIn *= shape[i];
    }
    return 1 / Math.sqrt(fanIn);
  }

  private static short[] normal(long seed, double deviation) {
    Random random = new Random(seed);
    short[] numbers = new short[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      numbers[i] = half(random.nextGaussian() * deviation);
    }
    return numbers;
  }

  private static void fill(ByteBuffer chunk, short[] numbers, SplittableRandom random) {
    while (chunk.remaining() >= 8) {
      long bits = random.nextLong();
      for (int i = 0; i < 64; i += 16) {
        chunk.putShort(numbers[(int) (bits >>> i) & (NUMBERS - 1)]);
      }
    }
    while (chunk.hasRemaining()) {
      chunk.putShort(numbers[random.nextInt(NUMBERS)]);
    }
  }

  /** The nearest IEEE 754 half, ties to even, of a number that has one. */
  static short half(double number) {
    double size = Math.abs(number);
    int exponent = Math.max(Math.getExponent(size), -14);
    // With its leading 1, which carries into the exponent field; subnormals have none to carry.
    int mantissa = (int) Math.rint(Math.scalb(size, 10 - exponent));
    int bits = ((exponent + 14) << 10) + mantissa;
    return (short) (number < 0 ? bits | 0x8000 : bits);
  }
}
