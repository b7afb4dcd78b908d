package inkflow.diffusion.text;

import java.util.List;

/**
 * The part of a prompt that a text encoder takes at once.
 *
 * @param ids start, tokens, end, padding; not copied, so don't write to it
 * @param weights one for each id; 1 for start, end and padding
 */
@SuppressWarnings("ArrayRecordComponent")
public record PromptChunk(long[] ids, float[] weights) {

  /**
   * Multiplies each token's states by its weight, and then scales each encoder's states so that
   * their mean is unchanged: emphasis changes the balance between tokens, not the overall size.
   *
   * @param states float32, ids x width, row by row
   * @param chunks that each encoder has read
   * @param widths width of each encoder's states, which are concatenated
   * @return the same array if all weights are 1, so plain text stays unchanged bit for bit
   */
  public static float[] emphasize(float[] states, List<PromptChunk> chunks, List<Integer> widths) {
    if (chunks.stream().allMatch(PromptChunk::isPlain)) {
      return states;
    }
    float[] weighted = new float[states.length];
    int from = 0;
    for (int i = 0; i < widths.size(); i++) {
      chunks.get(i).emphasize(states, weighted, from, from + widths.get(i));
      from += widths.get(i);
    }
    return weighted;
  }

  /** The columns of one encoder. */
  private void emphasize(float[] states, float[] weighted, int from, int to) {
    int width = states.length / ids.length;
    double before = 0;
    double after = 0;
    for (int row = 0; row < ids.length; row++) {
      for (int i = row * width + from; i < row * width + to; i++) {
        before += states[i];
        after += states[i] * weights[row];
      }
    }
    double scale = after == 0 ? 1 : before / after;
    for (int row = 0; row < ids.length; row++) {
      for (int i = row * width + from; i < row * width + to; i++) {
        weighted[i] = (float) (states[i] * weights[row] * scale);
      }
    }
  }

  private boolean isPlain() {
    for (float weight : weights) {
      if (weight != 1) {
        return false;
      }
    }
    return true;
  }
}
