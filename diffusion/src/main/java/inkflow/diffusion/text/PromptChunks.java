package inkflow.diffusion.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a prompt of any length into chunks for a text encoder: for Stable Diffusion, 75 tokens
 * each between start and end. The chunks' states are then concatenated.
 */
public final class PromptChunks {
  /** A chunk that is full ends at a comma if one is in its last 20 of 75 tokens. */
  private static final double COMMA_SHARE = 20.0 / 75;

  private record Token(int id, float weight) {}

  private final ClipTokenizer tokenizer;
  private final int room;
  private final List<Integer> comma;

  public PromptChunks(ClipTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.room = tokenizer.maxLength() - 2;
    this.comma = tokenizer.tokens(",");
  }

  /**
   * The chunks of a prompt in {@link PromptSyntax}.
   *
   * @return at least one; that of an empty prompt has no tokens
   */
  public List<PromptChunk> of(String prompt) {
    List<PromptChunk> chunks = new ArrayList<>();
    for (List<WeightedText> section : PromptSyntax.parse(prompt)) {
      List<Token> tokens = tokens(section);
      int from = 0;
      do {
        int to = end(tokens, from);
        chunks.add(chunk(tokens.subList(from, to)));
        from = to;
      } while (from < tokens.size());
    }
    return chunks;
  }

  private List<Token> tokens(List<WeightedText> section) {
    List<Token> tokens = new ArrayList<>();
    for (WeightedText part : section) {
      float weight = (float) part.weight();
      tokenizer.tokens(part.text()).forEach(id -> tokens.add(new Token(id, weight)));
    }
    return tokens;
  }

  /** The end of the chunk that starts with token {@code from}. */
  private int end(List<Token> tokens, int from) {
    int full = from + room;
    if (tokens.size() <= full) {
      return tokens.size();
    }
    int earliest = full - (int) (room * COMMA_SHARE);
    for (int i = full; i >= earliest; i--) {
      if (isComma(tokens.get(i))) {
        return Math.min(i + 1, full);
      }
    }
    return full;
  }

  private boolean isComma(Token token) {
    return comma.size() == 1 && comma.get(0) == token.id();
  }

  private PromptChunk chunk(List<Token> tokens) {
    float[] weights = new float[tokenizer.maxLength()];
    Arrays.fill(weights, 1);
    for (int i = 0; i < tokens.size(); i++) {
      weights[i + 1] = tokens.get(i).weight();
    }
    return new PromptChunk(tokenizer.frame(tokens.stream().map(Token::id).toList()), weights);
  }
}
