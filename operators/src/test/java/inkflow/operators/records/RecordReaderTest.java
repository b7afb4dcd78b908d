package inkflow.operators.records;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.ObjectAdded;
import inkflow.Point;
import inkflow.SketchEvent;
import inkflow.Text;
import inkflow.schemas.UnreadableRecordException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordReaderTest {

  @Test
  void anObjectOfAKindThatThisVersionDoesNotKnowIsADeadLetter() {
    assertThatThrownBy(() -> RecordReader.SketchEvents.requireKnownKind(added(new Point(0.5, 0.5))))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessage(
            "event.ObjectAdded.object: Point (expected: a kind of object that this version knows)");
    assertThatCode(
            () ->
                RecordReader.SketchEvents.requireKnownKind(
                    added(new Text("sea", 0.0, 0.0, 0.1, -1, null))))
        .doesNotThrowAnyException();
  }

  private static SketchEvent added(Object object) {
    return new SketchEvent("s", "pen", 1L, Instant.EPOCH, new ObjectAdded("thing", 0.0, object));
  }
}
