package inkflow.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {
  private static final Path INKLING = Path.of("..", "models", "inkling", "tokenizer");

  @TempDir Path folder;

  @Test
  void everyTextHasTheIdsOfTheReference() {
    ClipTokenizer tokenizer = ClipTokenizer.standard();
    SoftAssertions all = new SoftAssertions();
    for (JsonNode row : Golden.of("tokenizer").json("tokens.json")) {
      String text = row.get("text").asText();
      long[] ids =
          StreamSupport.stream(row.get("ids").spliterator(), false)
              .mapToLong(JsonNode::asLong)
              .toArray();
      all.assertThat(tokenizer.encode(text)).as(text).containsExactly(padded(ids, 49407));
    }
    all.assertAll();
  }

  @Test
  void longTextKeepsItsEndToken() {
    long[] ids = ClipTokenizer.standard().encode("cat ".repeat(1000));
    assertThat(ids).hasSize(77);
    assertThat(ids[75]).isEqualTo(2368);
    assertThat(ids[76]).isEqualTo(49407);
  }

  @Test
  void theSecondEncoderOfSdxlPadsWithZero() {
    long[] ids = ClipTokenizer.standardPaddedWithZero().encode("a");
    assertThat(Arrays.copyOf(ids, 5)).containsExactly(49406, 320, 49407, 0, 0);
  }

  @Test
  void aFolderSaysItsPaddingAndLength() throws IOException {
    Files.copy(INKLING.resolve("vocab.json"), folder.resolve("vocab.json"));
    Files.copy(INKLING.resolve("merges.txt"), folder.resolve("merges.txt"));
    Files.writeString(
        folder.resolve("tokenizer_config.json"), "{\"pad_token\": \"!\", \"model_max_length\": 5}");
    ClipTokenizer tokenizer = ClipTokenizer.read(folder);
    assertThat(tokenizer.encode("a")).containsExactly(49406, 320, 49407, 0, 0);
    assertThat(tokenizer.vocabularySize()).isEqualTo(49408);
  }

  @Test
  void inklingHasItsOwnIdsAndLength() {
    ClipTokenizer tokenizer = ClipTokenizer.read(INKLING);
    long[] ids = tokenizer.encode("The SUN over a beach");
    assertThat(ids).hasSize(32).startsWith(4161);
    assertThat(tokenizer.vocabularySize()).isEqualTo(4164);
    assertThat(LongStream.of(Arrays.copyOfRange(ids, 1, 6))).allMatch(id -> id < 4161);
    assertThat(LongStream.of(ids).skip(6).boxed()).containsOnly(4162L);
    assertThat(ids).isEqualTo(tokenizer.encode("the sun  over a beach\n"));
  }

  @Test
  void wordsUnknownToInklingBecomeItsUnknownToken() {
    assertThat(ClipTokenizer.read(INKLING).tokens("kubernetes")).contains(4163);
  }

  @Test
  void missingFilesAreNamed() {
    assertThatThrownBy(() -> ClipTokenizer.read(folder.resolve("nowhere")))
        .hasMessageContaining("vocab.json: no such file");
  }

  private static long[] padded(long[] ids, long pad) {
    long[] padded = Arrays.copyOf(ids, 77);
    Arrays.fill(padded, ids.length, 77, pad);
    return padded;
  }
}
