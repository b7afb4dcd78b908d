package inkflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import inkflow.canvas.document.Document;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import inkflow.gateway.messages.BadMessageException;
import inkflow.gateway.messages.ClientMessage;
import inkflow.gateway.messages.RecordJson;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the job takes onto a canvas, every page can draw: one list of objects at the edge of what is
 * allowed, put to the job's rules and to the page's drawing code.
 */
class DrawableObjectsITCase {
  /**
   * Gives, for each object, what the page says when it draws, frames and hits it; "" for nothing.
   */
  private static final String DRAW_ALL =
      """
      async (text) => {
        const { placed, withLook } = await import('/studio/document/sketch-object.js');
        const { paintObject } = await import('/studio/drawing/paint.js');
        const { frameOf } = await import('/studio/drawing/selection-frame.js');
        const { nearestAt } = await import('/studio/tools/hit-test.js');
        const context = () => document.createElement('canvas').getContext('2d');
        return JSON.parse(text).map((added) => {
          try {
            const object = placed(added, 'a', 0);
            for (const transform of [[1, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0], [1e4, -1e4, 1e4, 1e4, 1e4, 1e4]]) {
              const looking = withLook(object, { transform, opacity: 0.5 });
              paintObject(context(), looking, 0xffffff, context);
              frameOf(looking);
              nearestAt({ x: 0.5, y: 0.5 }, [looking], 100);
            }
            return '';
          } catch (error) {
            return String(error);
          }
        });
      }
      """;

  private final List<String> allowed = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final List<JsonNode> onCanvas = new ArrayList<>();

  @Test
  void whatTheJobAcceptsEveryPageDraws() throws Exception {
    TestingBrowser.assumePresent();
    for (JsonNode edge : edges()) {
      String name = edge.get("name").asText();
      boolean accepted = isAccepted(added(edge));
      assertThat(accepted).as(name).isEqualTo(edge.get("drawn").asBoolean());
      (accepted ? allowed : refused).add(name);
      if (accepted) {
        onCanvas.add(added(edge));
      }
    }
    assertThat(refused).isNotEmpty();
    List<?> said = drawn();
    assertThat(said).hasSameSizeAs(allowed).isNotEmpty();
    for (int i = 0; i < said.size(); i++) {
      assertThat(said.get(i)).as(allowed.get(i)).isEqualTo("");
    }
  }

  private List<?> drawn() throws Exception {
    TestingJob job = new TestingJob();
    try (Gateway gateway = Gateway.start(GatewayOptions.defaults().withPort(0), job, job);
        Playwright playwright = Playwright.create()) {
      Page page = TestingBrowser.launch(playwright).newPage();
      page.navigate(gateway.url() + "healthz");
      return (List<?>) page.evaluate(DRAW_ALL, RecordJson.MAPPER.writeValueAsString(onCanvas));
    }
  }

  private static JsonNode edges() throws IOException {
    try (InputStream in =
        DrawableObjectsITCase.class.getResourceAsStream("/studio/edge-objects.json")) {
      return RecordJson.MAPPER.readTree(in);
    }
  }

  private static JsonNode added(JsonNode edge) {
    ObjectNode added = RecordJson.MAPPER.createObjectNode().put("objectId", "o");
    if (edge.has("z")) {
      added.set("z", edge.get("z"));
    }
    return added.set("object", edge.get("object"));
  }

  /** Whether the job takes it, from a message as a client sends it. */
  private static boolean isAccepted(JsonNode added) throws Exception {
    ObjectNode message = RecordJson.MAPPER.createObjectNode().put("type", "event");
    message.put("clientSeq", 1).putObject("event").set("ObjectAdded", added);
    ClientMessage.Reader reader =
        new ClientMessage.Reader("s", "a", 0, Clock.systemUTC(), Integer.MAX_VALUE);
    try {
      ClientMessage.Edit edit = (ClientMessage.Edit) reader.readText(message.toString());
      Document.empty().apply(edit.event(), CanvasLimits.defaults());
      return true;
    } catch (BadMessageException | RefusedEventException e) {
      return false;
    }
  }
}
