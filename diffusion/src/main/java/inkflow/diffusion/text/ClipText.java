package inkflow.diffusion.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a prompt into CLIP's words: NFC, whitespace collapsed, lower case, then contractions, runs
 * of letters, single digits and runs of anything else.
 */
public final class ClipText {
  private static final int UNICODE = Pattern.UNICODE_CHARACTER_CLASS;
  private static final Pattern BLANKS = Pattern.compile("\\s+", UNICODE);
  private static final Pattern WORD =
      Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+", UNICODE);

  private ClipText() {}

  static List<String> words(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    Matcher matcher = WORD.matcher(lowerCase(BLANKS.matcher(composed).replaceAll(" ")));
    List<String> words = new ArrayList<>();
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }

  /**
   * Code point by code point: String.toLowerCase would treat a sigma at a word's end differently.
   */
  private static String lowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> lower.append(Character.toString(point).toLowerCase(Locale.ROOT)));
    return lower.toString();
  }
}
