package inkflow.diffusion.text;

/**
 * As much of a prompt as a text encoder takes at once.
 *
 * @param ids start, tokens, end, padding; not copied, so don't write to it
 * @param weights one for each id; 1 for start, end and padding
 */
@SuppressWarnings("ArrayRecordComponent")
public record PromptChunk(long[] ids, float[] weights) {

  /**
   * What a text encoder made of the ids, each token's values times its weight, and all of them then
   * scaled so that their mean is what it was: emphasis moves the balance, not the size.
   *
   * @param states float32, ids x width, row by row
   * @return the same array where no weight differs from 1, so plain text stays as it is bit for bit
   */
  public float[] emphasize(float[] states) {
    if (isPlain()) {
      return states;
    }
    int width = states.length / ids.length;
    float[] weighted = new float[states.length];
    double before = 0;
    double after = 0;
    for (int i = 0; i < weighted.length; i++) {
      weighted[i] = states[i] * weights[i / width];
      before += states[i];
      after += weighted[i];
    }
    double scale = after == 0 ? 1 : before / after;
    for (int i = 0; i < weighted.length; i++) {
      weighted[i] = (float) (weighted[i] * scale);
    }
    return weighted;
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
