package inkflow.diffusion.engine.device;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;

/**
 * What the text encoders made of one prompt, on the Java heap.
 *
 * @param states float32, tokens x width; not copied, so don't write to it
 * @param pooled float32, the prompt as a whole; empty where the UNet takes none; not copied
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

  /** The same prompt with other states of the same shape. */
  public Embedding with(float[] others) {
    return new Embedding(tokens, width, others, pooled);
  }

  /** Chunks of one prompt, one behind the other; the first one's pooled stands for all. */
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
   * Embeddings of equal length, so that they can share a call: each one as often behind itself as
   * it takes. Attention over tokens that are there twice is attention over them once.
   */
  public static List<Embedding> ofOneLength(List<Embedding> texts) {
    int tokens = texts.stream().mapToInt(Embedding::tokens).reduce(1, Embedding::multiple);
    return texts.stream()
        .map(text -> join(Collections.nCopies(tokens / text.tokens, text)))
        .toList();
  }

  /** The least that both go into. */
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

  /** All zeros, in this one's shape. */
  public Embedding zero() {
    return new Embedding(tokens, width, new float[states.length], new float[pooled.length]);
  }
}
