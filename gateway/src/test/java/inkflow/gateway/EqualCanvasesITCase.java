package inkflow.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import inkflow.gateway.messages.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares the page's document code, run in a real browser, with the job's document: whatever
 * people do at the same time and however late events arrive, all get the same objects in the same
 * order.
 */
class EqualCanvasesITCase {
  private static final int HISTORIES = 300;
  private static Playwright playwright;
  private static Gateway gateway;
  private static Page page;

  @BeforeAll
  static void open() throws Exception {
    TestingBrowser.assumePresent();
    playwright = Playwright.create();
    Browser browser = TestingBrowser.launch(playwright);
    TestingJob job = new TestingJob();
    gateway = Gateway.start(GatewayOptions.defaults().withPort(0), job, job);
    page = browser.newPage();
    String script = script();
    page.route(
        "**/simulated-session.js",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("text/javascript").setBody(script)));
    page.navigate(gateway.url() + "healthz");
  }

  @AfterAll
  static void close() {
    if (gateway != null) {
      gateway.close();
    }
    if (playwright != null) {
      playwright.close();
    }
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

  private static JsonNode play(LongFunction<Map<String, Object>> historyOf) throws Exception {
    List<Map<String, Object>> histories =
        LongStream.range(0, HISTORIES).mapToObj(historyOf).toList();
    Object results =
        page.evaluate(
            "async (histories) => JSON.stringify(await"
                + " (await import('/simulated-session.js')).playAll(JSON.parse(histories)))",
            RecordJson.MAPPER.writeValueAsString(histories));
    return RecordJson.MAPPER.readTree((String) results);
  }

  private static String script() throws IOException {
    try (InputStream in =
        EqualCanvasesITCase.class.getResourceAsStream("/studio/simulated-session.js")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
