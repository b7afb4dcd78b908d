package inkflow.diffusion.engine.device;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;

/**
 * The text encoders' output for one prompt, on the Java heap.
 *
 * @param states float32, tokens x width; not copied, so don't write to it
 * @param pooled float32, pooled embedding of the whole prompt; empty if the UNet takes none; not
 *     copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Embedding(int tokens, int width, float[] states, float[] pooled) {

  public Embedding {
    if (states.length != tokens * width) {
      throw new IllegalArgumentException(
          "states: %d (expected: %d x %d)".formatted(states.length, tokens, width));
    }
  }

  public long bytes() {
    return (long) Float.BYTES * (states.length + pooled.length);
  }

  /** This embedding with other states of the same shape. */
  public Embedding with(float[] others) {
    return new Embedding(tokens, width, others, pooled);
  }

  /** Concatenates the chunks of one prompt; pooled is the first chunk's. */
  public static Embedding join(List<Embedding> chunks) {
    Embedding first = chunks.get(0);
    if (chunks.size() == 1) {
      return first;
    }
    int tokens = chunks.stream().mapToInt(Embedding::tokens).sum();
    FloatBuffer states = FloatBuffer.allocate(tokens * first.width);
    chunks.forEach(chunk -> states.put(chunk.states));
    return new Embedding(tokens, first.width, states.array(), first.pooled);
  }

  /**
   * Repeats each embedding until all have the same length, so that they can share a call. Repeating
   * is exact: attention over every token twice equals attention over each once.
   */
  public static List<Embedding> ofOneLength(List<Embedding> texts) {
    int tokens = texts.stream().mapToInt(Embedding::tokens).reduce(1, Embedding::multiple);
    return texts.stream()
        .map(text -> join(Collections.nCopies(tokens / text.tokens, text)))
        .toList();
  }

  /** The least common multiple. */
  private static int multiple(int one, int other) {
    int divisor = one;
    int rest = other;
    while (rest > 0) {
      int next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return one / divisor * other;
  }

  /** Zeros in this one's shape. */
  public Embedding zero() {
    return new Embedding(tokens, width, new float[states.length], new float[pooled.length]);
  }
}
