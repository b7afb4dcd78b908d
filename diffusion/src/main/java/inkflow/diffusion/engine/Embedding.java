package inkflow.diffusion.engine;

/**
 * What the text encoders made of one prompt, on the Java heap.
 *
 * @param states float32, tokens x width; not copied, so don't write to it
 * @param pooled float32, the prompt as a whole; empty where the UNet takes none; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
record Embedding(int tokens, int width, float[] states, float[] pooled) {

  Embedding {
    if (states.length != tokens * width) {
      throw new IllegalArgumentException(
          "states: %d (expected: %d x %d)".formatted(states.length, tokens, width));
    }
  }

  /** All zeros, in this one's shape. */
  Embedding zero() {
    return new Embedding(tokens, width, new float[states.length], new float[pooled.length]);
  }
}
