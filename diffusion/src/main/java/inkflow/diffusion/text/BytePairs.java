package inkflow.diffusion.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Byte-pair encoding of one word (Sennrich et al., arXiv 1508.07909, over bytes as in GPT-2): each
 * byte is a symbol, the last one is marked as the word's end, and pairs are merged in the order of
 * training until none is left. Immutable.
 */
final class BytePairs {
  private static final String WORD_END = "</w>";
  private static final String[] LETTERS = letters();

  private final Map<String, Integer> ranks;

  /**
   * @param ranks rank of each merge "left right" in the training
   */
  BytePairs(Map<String, Integer> ranks) {
    this.ranks = ranks;
  }

  /** The word's tokens, of which the last ends in {@code </w>}. */
  List<String> split(String word) {
    List<String> symbols = new ArrayList<>();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      symbols.add(LETTERS[b & 0xff]);
    }
    int last = symbols.size() - 1;
    symbols.set(last, symbols.get(last) + WORD_END);
    String best = bestPair(symbols);
    while (best != null) {
      symbols = merge(symbols, best);
      best = bestPair(symbols);
    }
    return symbols;
  }

  private String bestPair(List<String> symbols) {
    String best = null;
    int bestRank = Integer.MAX_VALUE;
    for (int i = 0; i + 1 < symbols.size(); i++) {
      String pair = symbols.get(i) + " " + symbols.get(i + 1);
      Integer rank = ranks.get(pair);
      if (rank != null && rank < bestRank) {
        best = pair;
        bestRank = rank;
      }
    }
    return best;
  }

  /** Joins every occurrence of the pair, from the left. */
  private static List<String> merge(List<String> symbols, String pair) {
    String left = pair.substring(0, pair.indexOf(' '));
    String right = pair.substring(pair.indexOf(' ') + 1);
    List<String> merged = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      boolean joins =
          i + 1 < symbols.size() && symbols.get(i).equals(left) && symbols.get(i + 1).equals(right);
      merged.add(joins ? left + right : symbols.get(i));
      if (joins) {
        i++;
      }
    }
    return merged;
  }

  /**
   * GPT-2's letter for each byte: itself where it is printable in Latin-1, else the next free code
   * point from 256 on.
   */
  private static String[] letters() {
    String[] letters = new String[256];
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b != 0xad);
      letters[b] = Character.toString(printable ? b : next);
      if (!printable) {
        next++;
      }
    }
    return letters;
  }
}
