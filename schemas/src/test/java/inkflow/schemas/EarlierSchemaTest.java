package inkflow.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.CameraFrame;
import inkflow.DocumentState;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import inkflow.SettingsChanged;
import inkflow.SketchEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The current reader reads records written with earlier schemas. */
final class EarlierSchemaTest {

  @Test
  void aFieldThatCameLaterReadsAsItsDefault() throws Exception {
    Schema earlier = earlier("SettingsChanged");
    GenericRecord written = new GenericData.Record(earlier);
    written.put("prompt", "the sea");
    written.put("strength", .5);

    SettingsChanged read = codec(SettingsChanged.class, earlier).decode(encoded(written));

    assertThat(read.getPrompt()).isEqualTo("the sea");
    assertThat(read.getStrength()).isEqualTo(.5);
    assertThat(read.getCameraMix()).isNull();
  }

  @Test
  void aFieldThatIsGoneIsSkippedAndOthersMayHaveMovedOrWidened() throws Exception {
    Schema earlier = earlier("CameraFrame");
    GenericRecord written = new GenericData.Record(earlier);
    written.put("sourceId", "webcam");
    written.put("sessionId", "session-1");
    written.put("note", List.of("one", "two"));
    written.put("frameNumber", 3);
    written.put("capturedAt", 1_000_000L);
    written.put("width", 640);
    written.put("height", 480);
    written.put("contentType", "image/jpeg");
    written.put("bytes", ByteBuffer.wrap(new byte[] {1, 2}));

    CameraFrame read = codec(CameraFrame.class, earlier).decode(encoded(written));

    assertThat(read.getSessionId()).isEqualTo("session-1");
    assertThat(read.getSourceId()).isEqualTo("webcam");
    assertThat(read.getFrameNumber()).isEqualTo(3L);
    assertThat(read.getCapturedAt()).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(read.getBytes()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
  }

  /** These files were written before the field `follow` existed; nothing else has changed. */
  @ParameterizedTest
  @ValueSource(
      strings = {"SketchEvent-SettingsChanged", "SessionUpdate-Snapshot", "GeneratedFrame"})
  void whatLiesOnTheTopicsIsStillRead(String name) throws Exception {
    SpecificRecordBase record = GoldenRecords.all().get(name);
    assertThat(GoldenBytesTest.codec(record).decode(GoldenBytesTest.golden("earlier/" + name)))
        .isEqualTo(record);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {SketchEvent.class, SessionUpdate.class, GeneratedFrame.class, DocumentState.class})
  void everyEarlierFormCanBeReadAsTodays(Class<? extends SpecificRecordBase> type)
      throws Exception {
    Schema today = SpecificData.get().getSchema(type);
    List<Schema> forms = earlierForms(type.getSimpleName());
    assertThat(forms).isNotEmpty().doesNotHaveDuplicates();
    for (Schema earlier : forms) {
      assertThat(SchemaNormalization.parsingFingerprint64(earlier))
          .isNotEqualTo(SchemaNormalization.parsingFingerprint64(today));
      assertThat(
              SchemaCompatibility.checkReaderWriterCompatibility(today, earlier)
                  .getResult()
                  .getIncompatibilities())
          .isEmpty();
    }
  }

  private static List<Schema> earlierForms(String record) throws IOException {
    List<Schema> forms = new ArrayList<>();
    for (int form = 1; ; form++) {
      String file = "earlier/" + record + "." + form + ".avsc";
      try (InputStream in = RecordCodec.class.getResourceAsStream(file)) {
        if (in == null) {
          return forms;
        }
        forms.add(new Schema.Parser().parse(in));
      }
    }
  }

  @Test
  void aSchemaNobodyKnowsIsUnreadable() throws Exception {
    GenericRecord written = new GenericData.Record(earlier("SettingsChanged"));

    assertThatThrownBy(() -> RecordCodec.of(SettingsChanged.class).decode(encoded(written)))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageStartingWith("fingerprint: ");
  }

  private static <T extends SpecificRecordBase> RecordCodec<T> codec(
      Class<T> type, Schema earlier) {
    SchemaStore.Cache store = new SchemaStore.Cache();
    store.addSchema(earlier);
    return RecordCodec.of(type, store);
  }

  private static byte[] encoded(GenericRecord record) throws IOException {
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), record.getSchema())
            .encode(record);
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  private static Schema earlier(String name) throws IOException {
    try (InputStream in =
        EarlierSchemaTest.class.getResourceAsStream("/earlier/" + name + ".avsc")) {
      return new Schema.Parser().parse(in);
    }
  }
}
