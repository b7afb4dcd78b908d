package inkflow.diffusion.engine;

/**
 * What the text encoder made of one prompt, on the Java heap.
 *
 * @param values float32, tokens x width; not copied, so don't write to it
 */
@SuppressWarnings("ArrayRecordComponent")
record Embedding(int tokens, int width, float[] values) {

  Embedding {
    if (values.length != tokens * width) {
      throw new IllegalArgumentException(
          "values: %d (expected: %d x %d)".formatted(values.length, tokens, width));
    }
  }
}
