package inkflow.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptChunksTest {
  private static final Path INKLING = Path.of("..", "models", "inkling", "tokenizer");
  private static final int START = 49406;
  private static final int END = 49407;

  @TempDir static Path clip;
  private static ClipTokenizer tokenizer;
  private static PromptChunks chunks;

  /** CLIP's own files, which Inkling brings, without its remap. */
  @BeforeAll
  static void takeClipsFiles() throws IOException {
    for (String name : new String[] {"vocab.json", "merges.txt"}) {
      Files.copy(INKLING.resolve(name), clip.resolve(name));
    }
    tokenizer = ClipTokenizer.read(clip);
    chunks = new PromptChunks(tokenizer);
  }

  @Test
  void aShortPlainPromptIsOneChunkAsBefore() {
    for (String prompt : new String[] {"", "a photo of a red fox, in the snow"}) {
      PromptChunk chunk = only(prompt);
      assertThat(chunk.ids()).isEqualTo(tokenizer.encode(prompt));
      assertThat(chunk.weights()).hasSize(77).containsOnly(1);
    }
  }

  @Test
  void everyTokenOfAPartHasItsWeight() {
    PromptChunk chunk = only("a (red fox:1.3) runs");
    assertThat(chunk.ids()).isEqualTo(tokenizer.encode("a red fox runs"));
    assertThat(chunk.weights()).startsWith(1, 1, 1.3f, 1.3f, 1, 1);
    assertThat(chunk.weights()[5]).isEqualTo(1);
  }

  @Test
  void escapedBracketsAreTokensLikeOthers() {
    assertThat(only("fox \\(red\\)").ids()).isEqualTo(tokenizer.encode("fox (red)"));
  }

  @Test
  void everyChunkHasItsOwnStartAndEnd() {
    List<PromptChunk> long200 = chunks.of("cat ".repeat(200));
    assertThat(long200).hasSize(3);
    for (PromptChunk chunk : long200) {
      assertThat(chunk.ids()).hasSize(77).startsWith(START).endsWith(END);
    }
    assertThat(text(long200)).isEqualTo(tokenizer.tokens("cat ".repeat(200)));
    assertThat(chunks.of("cat ".repeat(75))).hasSize(1);
    assertThat(chunks.of("cat ".repeat(76))).hasSize(2);
  }

  @Test
  void aFullChunkEndsAtACommaThatIsNear() {
    List<PromptChunk> split = chunks.of("cat ".repeat(60) + ", " + "dog ".repeat(30));
    assertThat(tokens(split.get(0))).hasSize(61);
    assertThat(tokens(split.get(1))).hasSize(30);
    List<PromptChunk> tooFar = chunks.of("cat ".repeat(50) + ", " + "dog ".repeat(30));
    assertThat(tokens(tooFar.get(0))).hasSize(75);
  }

  @Test
  void breakFillsTheChunkUp() {
    List<PromptChunk> split = chunks.of("a cat BREAK a dog");
    assertThat(split).hasSize(2);
    assertThat(split.get(0).ids()).isEqualTo(tokenizer.encode("a cat"));
    assertThat(split.get(1).ids()).isEqualTo(tokenizer.encode("a dog"));
  }

  @Test
  void inklingHasChunksOfItsOwnLength() {
    List<PromptChunk> split = new PromptChunks(ClipTokenizer.read(INKLING)).of("sun ".repeat(31));
    assertThat(split).hasSize(2);
    assertThat(split).allMatch(chunk -> chunk.ids().length == 32);
  }

  @Test
  void emphasisMultipliesAndKeepsTheMean() {
    PromptChunk chunk = new PromptChunk(new long[] {1, 2, 3}, new float[] {1, 2, 1});
    float[] states = {1, 2, 3, 4, 5, 6}; // sum 21, weighted 28
    assertThat(PromptChunk.emphasize(states, List.of(chunk), List.of(2)))
        .containsExactly(new float[] {0.75f, 1.5f, 4.5f, 6, 3.75f, 4.5f}, within(1e-6f));
  }

  @Test
  void eachEncoderKeepsItsOwnMean() {
    PromptChunk chunk = new PromptChunk(new long[] {1, 2}, new float[] {1, 3});
    float[] states = {1, 0, 1, 2}; // 1 + 1 and 0 + 2; weighted 1 + 3 and 0 + 6
    assertThat(PromptChunk.emphasize(states, List.of(chunk, chunk), List.of(1, 1)))
        .containsExactly(new float[] {0.5f, 0, 1.5f, 2}, within(1e-6f));
  }

  @Test
  void plainTextStaysAsItIs() {
    float[] states = {0.1f, 0.2f};
    assertThat(
            PromptChunk.emphasize(
                states,
                List.of(new PromptChunk(new long[] {1, 2}, new float[] {1, 1})),
                List.of(1)))
        .isSameAs(states);
  }

  @Test
  void statesThatCancelOutStayFinite() {
    PromptChunk chunk = new PromptChunk(new long[] {1, 2}, new float[] {1, 2});
    assertThat(PromptChunk.emphasize(new float[] {2, -1}, List.of(chunk), List.of(1)))
        .containsExactly(2, -2);
  }

  private static PromptChunk only(String prompt) {
    List<PromptChunk> all = chunks.of(prompt);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** Between start and end. */
  private static List<Integer> tokens(PromptChunk chunk) {
    List<Integer> tokens = new ArrayList<>();
    for (int i = 1; chunk.ids()[i] != END; i++) {
      tokens.add((int) chunk.ids()[i]);
    }
    return tokens;
  }

  private static List<Integer> text(List<PromptChunk> chunks) {
    List<Integer> all = new ArrayList<>();
    chunks.forEach(chunk -> all.addAll(tokens(chunk)));
    return all;
  }
}
