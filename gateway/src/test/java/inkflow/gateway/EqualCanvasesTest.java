package inkflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.gateway.messages.RecordJson;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the page's document code, run in a real browser, with the job's document: whatever
 * people do at the same time and however late events arrive, all get the same objects in the same
 * order.
 */
class EqualCanvasesTest {
  private static final int HISTORIES = 300;
  @TempDir Path folder;

  @BeforeEach
  void needsNode() throws Exception {
    NodeScripts.assumePresent();
  }

  @Test
  void pagesThatHeardAllShowWhatTheJobHas() throws Exception {
    JsonNode results = play(RandomHistory::undisturbed);
    for (int seed = 0; seed < HISTORIES; seed++) {
      JsonNode result = results.get(seed);
      for (JsonNode shown : result.get("pages")) {
        assertThat(shown.get("shown").asText()).as("seed %s", seed).isEqualTo(job(result));
      }
      assertThat(result.at("/pages/0/asked").asInt())
          .as("seed %s: the first knows what all did, and need not ask", seed)
          .isZero();
    }
  }

  @Test
  void aPageThatAsksForNoSnapshotShowsWhatTheJobHasAndOneThatAsksDoesThen() throws Exception {
    JsonNode results = play(RandomHistory::disturbed);
    for (int seed = 0; seed < HISTORIES; seed++) {
      JsonNode result = results.get(seed);
      for (JsonNode shown : result.get("pages")) {
        if (shown.get("asked").asInt() == 0) {
          assertThat(shown.get("shown").asText()).as("seed %s", seed).isEqualTo(job(result));
        }
        assertThat(shown.get("settled").asText()).as("seed %s", seed).isEqualTo(job(result));
      }
    }
  }

  private static String job(JsonNode result) {
    return result.get("job").asText();
  }

  private JsonNode play(LongFunction<Map<String, Object>> historyOf) throws Exception {
    NodeScripts scripts = NodeScripts.in(folder);
    Path histories = folder.resolve("played.json");
    Path results = folder.resolve("results.json");
    RecordJson.MAPPER.writeValue(
        histories.toFile(), LongStream.range(0, HISTORIES).mapToObj(historyOf).toList());
    NodeScripts.Ended played =
        scripts.node("test/play.js", histories.toString(), results.toString());
    assertThat(played.exit()).as(played.said()).isZero();
    return RecordJson.MAPPER.readTree(results.toFile());
  }
}
