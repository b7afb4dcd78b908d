package inkflow.diffusion.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax for emphasis that people know from AUTOMATIC1111's web UI. Any text is a prompt:
 *
 * <ul>
 *   <li>{@code (word)} counts 1.1 times, {@code (word:1.3)} 1.3 times, {@code [word]} 1 / 1.1
 *       times; nested ones multiply.
 *   <li>{@code \(}, {@code \)}, {@code \[}, {@code \]} and {@code \\} are the characters
 *       themselves, and so is a bracket without a partner.
 *   <li>{@code BREAK} starts another chunk.
 * </ul>
 *
 * Round and square brackets are matched separately. Weights are limited to 100.
 */
final class PromptSyntax {
  private static final double STEP = 1.1;
  private static final double MOST = 100;
  private static final String ESCAPABLE = "()[]\\";
  private static final Pattern BREAK = Pattern.compile("\\s*\\bBREAK\\b\\s*");

  private final String prompt;

  /** Which characters are syntax and not text. */
  private final boolean[] syntax;

  /** Factor of the bracket that opens at each character. */
  private final double[] factors;

  private PromptSyntax(String prompt) {
    this.prompt = prompt;
    this.syntax = new boolean[prompt.length()];
    this.factors = new double[prompt.length()];
    pairBrackets();
  }

  /**
   * A prompt's parts.
   *
   * @return at least one section; each starts a new chunk. A section may have no parts;
   *     neighbouring parts have different weights
   */
  static List<List<WeightedText>> parse(String prompt) {
    return sections(new PromptSyntax(prompt).weighted());
  }

  /** Marks escapes, brackets that have a partner, and weights. */
  private void pairBrackets() {
    Deque<Integer> rounds = new ArrayDeque<>();
    Deque<Integer> squares = new ArrayDeque<>();
    for (int i = 0; i < prompt.length(); i++) {
      char c = prompt.charAt(i);
      if (isEscape(i)) {
        syntax[i] = true;
        i++; // what is escaped is text
      } else if (c == '(') {
        rounds.push(i);
      } else if (c == '[') {
        squares.push(i);
      } else if (c == ')' && !rounds.isEmpty()) {
        closeRound(rounds.pop(), i);
      } else if (c == ']' && !squares.isEmpty()) {
        pair(squares.pop(), i, 1 / STEP);
      }
    }
  }

  private boolean isEscape(int i) {
    return prompt.charAt(i) == '\\'
        && i + 1 < prompt.length()
        && ESCAPABLE.indexOf(prompt.charAt(i + 1)) >= 0;
  }

  private void closeRound(int open, int close) {
    int end = skipBlanksBefore(close, open);
    int start = end;
    while (start > open + 1 && ".0123456789".indexOf(prompt.charAt(start - 1)) >= 0) {
      start--;
    }
    if (start > open + 1 && "+-".indexOf(prompt.charAt(start - 1)) >= 0) {
      start--;
    }
    String number = prompt.substring(start, end);
    int colon = skipBlanksBefore(start, open) - 1;
    boolean weighted =
        number.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)")
            && colon > open
            && prompt.charAt(colon) == ':';
    pair(open, close, weighted ? Double.parseDouble(number) : STEP);
    for (int i = colon; weighted && i < close; i++) {
      syntax[i] = true;
    }
  }

  /** The end of the text between {@code open} and {@code end} without trailing blanks. */
  private int skipBlanksBefore(int end, int open) {
    int i = end;
    while (i > open + 1 && Character.isWhitespace(prompt.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  private void pair(int open, int close, double factor) {
    syntax[open] = true;
    syntax[close] = true;
    factors[open] = factor;
  }

  /** The text split into parts of equal weight. */
  private List<WeightedText> weighted() {
    List<WeightedText> parts = new ArrayList<>();
    Deque<Double> rounds = new ArrayDeque<>(List.of(1.0));
    Deque<Double> squares = new ArrayDeque<>(List.of(1.0));
    StringBuilder text = new StringBuilder();
    double weight = 1;
    for (int i = 0; i < prompt.length(); i++) {
      if (!syntax[i]) {
        double here = limited(rounds.peek() * squares.peek());
        if (here != weight) {
          add(parts, text, weight);
          weight = here;
        }
        text.append(prompt.charAt(i));
        continue;
      }
      switch (prompt.charAt(i)) {
        case '(' -> rounds.push(rounds.peek() * factors[i]);
        case '[' -> squares.push(squares.peek() * factors[i]);
        case ')' -> rounds.pop();
        case ']' -> squares.pop();
        default -> {} // an escape or a weight
      }
    }
    add(parts, text, weight);
    return parts;
  }

  /** Limits a weight; NaN, from infinity times 0, becomes 0. */
  private static double limited(double weight) {
    return Double.isNaN(weight) ? 0 : Math.max(-MOST, Math.min(MOST, weight));
  }

  private static void add(List<WeightedText> parts, StringBuilder text, double weight) {
    if (!text.isEmpty()) {
      parts.add(new WeightedText(text.toString(), weight));
      text.setLength(0);
    }
  }

  private static List<List<WeightedText>> sections(List<WeightedText> parts) {
    List<List<WeightedText>> sections = new ArrayList<>();
    sections.add(new ArrayList<>());
    for (WeightedText part : parts) {
      Matcher breaks = BREAK.matcher(part.text());
      int from = 0;
      while (breaks.find()) {
        addTo(sections, part, from, breaks.start());
        sections.add(new ArrayList<>());
        from = breaks.end();
      }
      addTo(sections, part, from, part.text().length());
    }
    int last = sections.size() - 1;
    return last > 0 && sections.get(last).isEmpty() ? sections.subList(0, last) : sections;
  }

  private static void addTo(List<List<WeightedText>> sections, WeightedText of, int from, int to) {
    if (from < to) {
      sections
          .get(sections.size() - 1)
          .add(new WeightedText(of.text().substring(from, to), of.weight()));
    }
  }
}
