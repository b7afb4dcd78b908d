package inkflow.gateway.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import inkflow.PlacedObject;
import inkflow.SketchEvent;
import inkflow.canvas.document.Document;
import inkflow.canvas.rules.CanvasLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The histories that the page's document is tested with, played to the job's. */
class SharedHistoriesTest {
  private Document document = Document.empty();
  private final Map<String, Long> clientSeqs = new HashMap<>();

  static List<Path> histories() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/histories"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("histories")
  void comesToTheSameObjects(Path history) throws Exception {
    for (JsonNode step : RecordJson.MAPPER.readTree(history.toFile()).get("steps")) {
      if (step.has("shows")) {
        assertShows(step);
      } else {
        document = document.apply(event(step), CanvasLimits.defaults());
      }
    }
  }

  private SketchEvent event(JsonNode step) throws BadMessageException {
    String client = step.get("client").asText();
    ObjectNode event = RecordJson.MAPPER.createObjectNode();
    event.put("sessionId", "s").put("clientId", client);
    event.put("clientSeq", clientSeqs.merge(client, 1L, Long::sum));
    event.put("sentAt", step.get("at").asLong() * 1000);
    event.set("event", step.get("event"));
    return (SketchEvent) RecordJsonReader.read(SketchEvent.SCHEMA$, event, "message");
  }

  private void assertShows(JsonNode step) throws IOException {
    List<PlacedObject> objects = document.snapshot().getObjects();
    JsonNode shows = step.get("shows");
    assertThat(objects)
        .extracting(object -> object.getAdded().getObjectId())
        .containsExactlyElementsOf(shows.findValuesAsText("objectId"));
    for (int i = 0; i < shows.size(); i++) {
      JsonNode shown = shown(objects.get(i));
      shows.get(i).fields().forEachRemaining(wanted -> assertSame(wanted, shown));
    }
    if (step.has("background")) {
      assertThat(document.snapshot().getBackground()).isEqualTo(step.get("background").asInt());
    }
  }

  private static void assertSame(Map.Entry<String, JsonNode> wanted, JsonNode shown) {
    JsonNode value = shown.get(wanted.getKey());
    if (wanted.getValue().isArray()) {
      assertThat(value).as(wanted.getKey()).hasSameSizeAs(wanted.getValue());
      for (int i = 0; i < value.size(); i++) {
        assertThat(value.get(i).asDouble()).isEqualTo(wanted.getValue().get(i).asDouble());
      }
    } else if (wanted.getValue().isNumber()) {
      assertThat(value.asDouble()).as(wanted.getKey()).isEqualTo(wanted.getValue().asDouble());
    } else {
      assertThat(value).as(wanted.getKey()).isEqualTo(wanted.getValue());
    }
  }

  /** Flat, in the words of the histories. */
  private static JsonNode shown(PlacedObject placed) throws IOException {
    ObjectNode object =
        (ObjectNode)
            RecordJson.MAPPER.readTree(
                RecordJson.object(out -> RecordJson.writeFields(out, placed, Set.of())));
    ObjectNode added = (ObjectNode) object.remove("added");
    JsonNode record = added.remove("object").elements().next();
    object.setAll(added);
    object.set("fill", record.has("colour") ? record.get("colour") : record.get("fill"));
    object.put("points", record.path("points").size());
    return object;
  }
}
