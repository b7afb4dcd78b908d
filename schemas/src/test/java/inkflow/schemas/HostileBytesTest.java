package inkflow.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.CameraFrame;
import inkflow.SessionUpdate;
import inkflow.SketchEvent;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.specific.SpecificRecordBase;
import org.junit.jupiter.api.Test;

final class HostileBytesTest {
  private static final RecordCodec<SketchEvent> EVENTS = RecordCodec.of(SketchEvent.class);

  @Test
  void everyBeginningOfARecordIsUnreadable() {
    byte[] whole = EVENTS.encode(event("SettingsChanged"));
    for (int length = 0; length < whole.length; length++) {
      assertUnreadable(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void whatGoesOnAfterItsEndIsUnreadable() {
    byte[] whole = EVENTS.encode(event("Undone"));
    assertUnreadable(Arrays.copyOf(whole, whole.length + 1), "1 bytes more");
  }

  @Test
  void aWrongMarkerIsNamed() {
    byte[] bytes = EVENTS.encode(event("Undone"));
    bytes[0] = 'x';
    assertUnreadable(bytes, "marker: 7801 (expected: C301)");
  }

  @Test
  void theSchemaOfAnotherRecordIsNamed() {
    byte[] other =
        RecordCodec.of(CameraFrame.class)
            .encode((CameraFrame) GoldenRecords.all().get("CameraFrame"));
    assertUnreadable(other, "fingerprint: ", "SketchEvent");
  }

  @Test
  void aLengthThatPromisesGigabytesTakesNoMemory() {
    // sessionId, the first field, claims 2^31 - 9 bytes: just under what Avro itself would refuse.
    assertUnreadable(withBody(varint(Integer.MAX_VALUE - 8L)), "length: 2147483639");
    assertUnreadable(withBody(varint(Long.MAX_VALUE)), "length: ");
    assertUnreadable(withBody(varint(-1)), "length: -1");
  }

  @Test
  void anArrayThatPromisesBillionsTakesNoMemory() {
    byte[] whole = EVENTS.encode(event("StrokeExtended"));
    // The points are last: their count, 2, then 2 x 3 doubles, then the closing 0.
    byte[] begun = Arrays.copyOf(whole, whole.length - 50);
    byte[] count = varint(2_000_000_000L);
    byte[] bytes = Arrays.copyOf(begun, begun.length + count.length);
    System.arraycopy(count, 0, bytes, begun.length, count.length);
    assertUnreadable(bytes, "length: 2000000000");
  }

  @Test
  void noiseIsUnreadableOrARecordAndNothingElse() throws Exception {
    Random random = new Random(5);
    for (SpecificRecordBase record : GoldenRecords.all().values()) {
      if (record instanceof SketchEvent event) {
        byte[] bytes = EVENTS.encode(event);
        for (int i = 0; i < 500; i++) {
          byte[] noisy = bytes.clone();
          noisy[10 + random.nextInt(noisy.length - 10)] = (byte) random.nextInt();
          readable(noisy);
        }
      }
    }
  }

  @Test
  void aRecordOfAnotherTopicIsUnreadableHere() {
    SessionUpdate update = (SessionUpdate) GoldenRecords.all().get("SessionUpdate-Notice");
    assertUnreadable(RecordCodec.of(SessionUpdate.class).encode(update));
  }

  private static boolean readable(byte[] bytes) {
    try {
      return EVENTS.decode(bytes) != null;
    } catch (UnreadableRecordException e) {
      return false;
    }
  }

  private static SketchEvent event(String kind) {
    return (SketchEvent) GoldenRecords.all().get("SketchEvent-" + kind);
  }

  private static byte[] withBody(byte[] body) {
    byte[] bytes = Arrays.copyOf(EVENTS.encode(event("Undone")), 10 + body.length);
    System.arraycopy(body, 0, bytes, 10, body.length);
    return bytes;
  }

  private static byte[] varint(long value) {
    byte[] bytes = new byte[10];
    long zigzag = value << 1 ^ value >> 63;
    int size = 0;
    while ((zigzag & ~0x7FL) != 0) {
      bytes[size++] = (byte) (zigzag & 0x7F | 0x80);
      zigzag >>>= 7;
    }
    bytes[size++] = (byte) zigzag;
    return Arrays.copyOf(bytes, size);
  }

  private static void assertUnreadable(byte[] bytes) {
    assertUnreadable(bytes, "");
  }

  private static void assertUnreadable(byte[] bytes, String... reason) {
    assertThatThrownBy(() -> EVENTS.decode(bytes))
        .isInstanceOf(UnreadableRecordException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(reason));
  }
}
