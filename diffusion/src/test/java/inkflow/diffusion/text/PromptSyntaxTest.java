package inkflow.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptSyntaxTest {
  private static final int TRIES = 5000;

  /** A prompt and its parts as text*weight. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a cat                   | a cat*1",
        "a (cat)                 | a *1 cat*1.1",
        "a ((cat)) sits          | a *1 cat*1.21  sits*1",
        "a [cat]                 | a *1 cat*0.9091",
        "a [[cat]]               | a *1 cat*0.8264",
        "(cat:1.3)               | cat*1.3",
        "(cat : 1.3 )            | cat *1.3",
        "(cat:.5)                | cat*0.5",
        "(cat:-2)                | cat*-2",
        "(a (cat:2) here:1.5)    | a *1.5 cat*3  here*1.5",
        "(a [cat])               | a *1.1 cat*1",
        "[cat:1.3]               | cat:1.3*0.9091",
        "(cat:big)               | cat:big*1.1",
        "(cat:1.2.3)             | cat:1.2.3*1.1",
        "(12:30 o'clock)         | 12:30 o'clock*1.1",
        "cat:1.3                 | cat:1.3*1",
        "cat:1.3)                | cat:1.3)*1",
        "\\(cat\\)               | (cat)*1",
        "\\[cat\\] \\\\o/        | [cat] \\o/*1",
        "(\\(cat\\):1.3)         | (cat)*1.3",
        "c:\\cats                | c:\\cats*1",
        "cat\\                   | cat\\*1",
        "smile :) (cat           | smile :) (cat*1",
        "((cat)                  | (*1 cat*1.1",
        "(cat]                   | (cat]*1",
        "(a [b) c]               | a *1.1 b*1  c*0.9091",
        "(cat:999999999999)      | cat*100",
      })
  void weightsAreThoseThatPeopleKnow(String prompt, String expected) {
    List<List<WeightedText>> sections = PromptSyntax.parse(prompt);
    assertThat(sections).hasSize(1);
    assertThat(
            sections.get(0).stream()
                .map(part -> part.text() + "*" + shortest(part.weight()))
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  private static String shortest(double weight) {
    return new java.math.BigDecimal(weight)
        .setScale(4, java.math.RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  @Test
  void breakStartsAnotherSection() {
    assertThat(PromptSyntax.parse("a cat BREAK (a dog BREAK a cow:1.5)"))
        .containsExactly(
            List.of(new WeightedText("a cat", 1)),
            List.of(new WeightedText("a dog", 1.5)),
            List.of(new WeightedText("a cow", 1.5)));
  }

  @Test
  void breakIsOneInCapitalsAndAloneOnly() {
    assertThat(PromptSyntax.parse("a break, BREAKFAST, DAYBREAK")).hasSize(1);
    assertThat(PromptSyntax.parse("a cat BREAK")).hasSize(1);
    assertThat(PromptSyntax.parse("BREAK a cat")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "()", "[]", "(:1.3)", "([]:2)"})
  void nothingIsOneSectionWithoutParts(String prompt) {
    assertThat(PromptSyntax.parse(prompt)).containsExactly(List.of());
  }

  @Test
  void textWithoutSyntaxIsItself() {
    Random random = new Random(1);
    for (int i = 0; i < TRIES; i++) {
      String text = random("abc ,.:;1.3+-~é猫😀\n\t", random);
      assertThat(plain(PromptSyntax.parse(text))).isEqualTo(text);
    }
  }

  @Test
  void escapedTextIsItselfWhateverIsInIt() {
    Random random = new Random(2);
    for (int i = 0; i < TRIES; i++) {
      String text = random("ab :1.3()[]\\猫", random);
      String escaped = text.replaceAll("[()\\[\\]\\\\]", "\\\\$0");
      assertThat(plain(PromptSyntax.parse(escaped))).as(escaped).isEqualTo(text);
    }
  }

  /** The text of a prompt that is all plain. */
  private static String plain(List<List<WeightedText>> sections) {
    assertThat(sections).hasSize(1);
    assertThat(sections.get(0)).allMatch(part -> part.weight() == 1);
    assertThat(sections.get(0)).hasSizeLessThanOrEqualTo(1);
    return sections.get(0).stream().map(WeightedText::text).collect(Collectors.joining());
  }

  @Test
  void anyTextIsAPromptWithFiniteWeights() {
    Random random = new Random(3);
    for (int i = 0; i < TRIES; i++) {
      String text = random("a ()[]()[]\\:19.-+BREAK", random);
      for (List<WeightedText> section : PromptSyntax.parse(text)) {
        for (int k = 0; k < section.size(); k++) {
          assertThat(Math.abs(section.get(k).weight())).as(text).isLessThanOrEqualTo(100);
          assertThat(section.get(k).text()).as(text).isNotEmpty();
        }
      }
    }
  }

  @Test
  void aGroupMultipliesWhatIsInIt() {
    Random random = new Random(4);
    for (int i = 0; i < TRIES; i++) {
      String text = random("ab :,", random) + "(c" + random("ab [d] ", random) + ")";
      List<WeightedText> alone = PromptSyntax.parse(text).get(0);
      List<WeightedText> grouped = PromptSyntax.parse("(" + text + ":1.5)").get(0);
      assertThat(grouped).as(text).hasSameSizeAs(alone);
      for (int k = 0; k < alone.size(); k++) {
        assertThat(grouped.get(k).text()).isEqualTo(alone.get(k).text());
        assertThat(grouped.get(k).weight()).isCloseTo(1.5 * alone.get(k).weight(), within(1e-12));
      }
    }
  }

  @Test
  void aVeryLongAndDeepPromptTakesNoTime() {
    String deep = "(".repeat(200_000) + "cat" + ":9)".repeat(100_000) + ")".repeat(100_000);
    long began = System.nanoTime();
    assertThat(PromptSyntax.parse(deep).get(0)).containsExactly(new WeightedText("cat", 100));
    assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
  }

  private static String random(String letters, Random random) {
    int[] points = letters.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(24); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
