package inkflow.gateway.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.SketchEvent;
import java.util.Set;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {
  private static SketchEvent read(String event) throws Exception {
    String json =
        "{\"sessionId\":\"s\",\"clientId\":\"c\",\"clientSeq\":1,\"sentAt\":5,\"event\":"
            + event
            + "}";
    return (SketchEvent)
        RecordJsonReader.read(SketchEvent.SCHEMA$, RecordJson.MAPPER.readTree(json), "message");
  }

  private static String write(SpecificRecordBase record) {
    return RecordJson.object(out -> RecordJson.writeFields(out, record, Set.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Join\":{\"role\":\"EDITOR\",\"displayName\":\"Ada\"}}",
        "{\"Leave\":{}}",
        "{\"SettingsChanged\":{\"prompt\":\"sea\",\"seed\":7,\"strength\":0.5,\"loras\":[{\"name\":\"neon\",\"scale\":0.8}]}}",
        "{\"ObjectAdded\":{\"objectId\":\"a\",\"z\":1.0,\"object\":{\"Stroke\":{\"colour\":-1,\"width\":0.02,\"opacity\":1.0,\"eraser\":false,\"points\":[{\"x\":0.1,\"y\":0.2,\"pressure\":0.5}]}}}}",
        "{\"ObjectAdded\":{\"objectId\":\"a\",\"z\":0.0,\"object\":{\"Image\":{\"contentType\":\"image/png\",\"bytes\":\"AQID\",\"x\":0.0,\"y\":0.0,\"width\":1.0,\"height\":1.0}}}}",
        "{\"StrokeExtended\":{\"objectId\":\"a\",\"points\":[]}}",
        "{\"ObjectChanged\":{\"objectId\":\"a\",\"transform\":[1.0,0.0,0.1,0.0,1.0,0.2]}}",
        "{\"ObjectRemoved\":{\"objectId\":\"a\"}}",
        "{\"Cleared\":{\"background\":-16776961}}",
        "{\"Undone\":{}}",
        "{\"Redone\":{}}"
      })
  void everyEventComesBackAsItWent(String event) throws Exception {
    assertThat(write(read(event))).endsWith("\"event\":" + event + "}");
  }

  @Test
  void aMissingOptionalFieldHasItsDefault() throws Exception {
    assertThat(write(read("{\"Join\":{\"role\":\"VIEWER\"}}"))).doesNotContain("displayName");
  }

  @Test
  void aMisspeltFieldIsAnErrorThatNamesTheRightOnes() {
    assertThatThrownBy(() -> read("{\"ObjectRemoved\":{\"id\":\"a\"}}"))
        .isInstanceOf(BadMessageException.class)
        .hasMessage("message.event.ObjectRemoved.id: \"a\" (expected: one of the fields objectId)");
  }

  @Test
  void anUnknownEventIsAnErrorThatNamesTheKnownOnes() {
    assertThatThrownBy(() -> read("{\"Painted\":{}}"))
        .hasMessageContaining("an object with one of the keys Join, Leave, SettingsChanged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "4294967296", "\"red\"", "null"})
  void aColourIsA32BitInteger(String colour) {
    assertThatThrownBy(() -> read("{\"Cleared\":{\"background\":" + colour + "}}"))
        .hasMessage(
            "message.event.Cleared.background: " + colour + " (expected: a 32-bit integer)");
  }
}
