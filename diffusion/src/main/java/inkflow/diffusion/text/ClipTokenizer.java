package inkflow.diffusion.text;

import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CLIP's tokenizer (Radford et al., arXiv 2103.00020), read from a checkpoint's {@code tokenizer}
 * folder. Immutable; may be used from any thread.
 */
public final class ClipTokenizer {
  private static final String START = "<|startoftext|>";
  private static final String END = "<|endoftext|>";
  private static final Pattern SPECIAL =
      Pattern.compile(Pattern.quote(START) + "|" + Pattern.quote(END));
  private static final int USUAL_LENGTH = 77;

  private final ClipVocabulary vocabulary;
  private final Optional<TokenRemap> remap;
  private final int maxLength;
  private final int start;
  private final int end;
  private final int pad;

  private ClipTokenizer(
      ClipVocabulary vocabulary, Optional<TokenRemap> remap, int maxLength, int pad) {
    this.vocabulary = vocabulary;
    this.remap = remap;
    this.maxLength = maxLength;
    this.start = remap.map(TokenRemap::start).orElseGet(() -> vocabulary.id(START));
    this.end = remap.map(TokenRemap::end).orElseGet(() -> vocabulary.id(END));
    this.pad = remap.isPresent() ? end : pad;
  }

  /**
   * Reads {@code vocab.json}, {@code merges.txt} and, where they are there, {@code
   * tokenizer_config.json} and {@code remap.json} (a model with fewer tokens than CLIP).
   *
   * @throws InvalidModelException when a file is missing or broken
   */
  public static ClipTokenizer read(Path folder) {
    ClipVocabulary vocabulary = ClipVocabulary.read(folder);
    TokenizerConfig config = TokenizerConfig.read(folder);
    Optional<TokenRemap> remap = TokenRemap.find(folder);
    return new ClipTokenizer(
        vocabulary,
        remap,
        config.maxLength().orElse(USUAL_LENGTH),
        vocabulary.id(config.padToken().orElse(END)));
  }

  /** CLIP's own tokenizer, for checkpoints without one. */
  public static ClipTokenizer standard() {
    return standard(END);
  }

  /** CLIP's own tokenizer for SDXL's second text encoder: pads with {@code !}, whose id is 0. */
  public static ClipTokenizer standardPaddedWithZero() {
    return standard("!");
  }

  private static ClipTokenizer standard(String pad) {
    ClipVocabulary vocabulary = ClipVocabulary.standard();
    return new ClipTokenizer(vocabulary, Optional.empty(), USUAL_LENGTH, vocabulary.id(pad));
  }

  /** One more than the highest id that a text may have. */
  public int vocabularySize() {
    return remap.map(TokenRemap::size).orElseGet(vocabulary::size);
  }

  /** Tokens of every encoded text: 77 for Stable Diffusion, start and end included. */
  public int maxLength() {
    return maxLength;
  }

  /** The id of padding: the end token, or 0 in SDXL's second encoder. */
  public int padId() {
    return pad;
  }

  /**
   * A text's ids for the encoder: start, tokens, end, padding. Tokens that don't fit are dropped
   * before the end token.
   *
   * @return {@link #maxLength} ids
   */
  public long[] encode(String text) {
    return frame(tokens(text));
  }

  /** The text's own ids, without start, end, padding or a limit. */
  public List<Integer> tokens(String text) {
    List<Integer> tokens = new ArrayList<>();
    Matcher special = SPECIAL.matcher(text);
    int from = 0;
    while (special.find()) {
      addWords(text.substring(from, special.start()), tokens);
      tokens.add(special.group().equals(START) ? start : end);
      from = special.end();
    }
    addWords(text.substring(from), tokens);
    return tokens;
  }

  /** Start, the tokens that fit, end, padding. */
  public long[] frame(List<Integer> tokens) {
    long[] ids = new long[maxLength];
    Arrays.fill(ids, pad);
    int fitting = Math.min(tokens.size(), maxLength - 2);
    ids[0] = start;
    for (int i = 0; i < fitting; i++) {
      ids[i + 1] = tokens.get(i);
    }
    ids[fitting + 1] = end;
    return ids;
  }

  private void addWords(String text, List<Integer> tokens) {
    for (String word : ClipText.words(text)) {
      for (int id : vocabulary.ids(word)) {
        tokens.add(remap.isPresent() ? remap.get().small(id) : id);
      }
    }
  }
}
