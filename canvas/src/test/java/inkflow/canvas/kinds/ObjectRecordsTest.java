package inkflow.canvas.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.Image;
import inkflow.ObjectAdded;
import inkflow.Point;
import inkflow.Shape;
import inkflow.SketchEvent;
import inkflow.Stroke;
import inkflow.Text;
import inkflow.canvas.document.Document;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.RandomData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind that a record of the topic may have is a kind that the canvas knows. */
class ObjectRecordsTest {
  private static final int SEED = 7;

  /** What is no kind of object, though it is a record. */
  private static final Object FOREIGN = new Point(0.5, 0.5);

  static Stream<Schema> kindsOfTheRecord() {
    return ObjectAdded.getClassSchema().getField("object").schema().getTypes().stream();
  }

  @Test
  void thereIsOneContentForEachKind() {
    assertThat(Content.class.getPermittedSubclasses())
        .extracting(type -> type.getSimpleName().replace("Content", ""))
        .containsExactlyInAnyOrderElementsOf(kindsOfTheRecord().map(Schema::getName).toList());
  }

  @ParameterizedTest
  @MethodSource("kindsOfTheRecord")
  void aRecordOfEachKindIsReadAndWrittenAsItWas(Schema kind) {
    Object record = random(kind);
    assertThat(ObjectRecords.isKnown(record)).isTrue();
    assertThat(ObjectRecords.visit(record, new Names())).isEqualTo(kind.getName());

    Painted read = ObjectRecords.read(record);

    assertThat(read.content().visit(new ContentNames())).isEqualTo(kind.getName());
    assertThat(read.content().record(read.fill(), read.outline())).isEqualTo(record);
  }

  /** Any record of the schema, in its generated class. */
  private static Object random(Schema kind) {
    GenericData.Record filled =
        (GenericData.Record) new RandomData(kind, 1, SEED, true).iterator().next();
    return SpecificData.get().deepCopy(kind, filled);
  }

  @Test
  void aKindThatNobodyKnowsIsNamedAndItsEventRefused() {
    assertThat(ObjectRecords.isKnown(FOREIGN)).isFalse();
    assertThatThrownBy(() -> ObjectRecords.read(FOREIGN))
        .isInstanceOf(UnknownKindException.class)
        .hasMessage("object: Point (expected: a kind of object that this version knows)");

    ObjectAdded added = new ObjectAdded("thing", 0.0, FOREIGN);
    SketchEvent event = new SketchEvent("s", "pen", 1L, Instant.EPOCH, added);
    assertThatThrownBy(() -> Document.empty().apply(event, CanvasLimits.defaults()))
        .isInstanceOfSatisfying(
            RefusedEventException.class,
            e -> assertThat(e.code()).isEqualTo("object.unknown-kind"));
  }

  private static final class Names implements ObjectRecords.Visitor<String, RuntimeException> {
    @Override
    public String stroke(Stroke stroke) {
      return "Stroke";
    }

    @Override
    public String shape(Shape shape) {
      return "Shape";
    }

    @Override
    public String image(Image image) {
      return "Image";
    }

    @Override
    public String text(Text text) {
      return "Text";
    }
  }

  private static final class ContentNames implements Content.Visitor<String> {
    @Override
    public String stroke(StrokeContent stroke) {
      return "Stroke";
    }

    @Override
    public String shape(ShapeContent shape) {
      return "Shape";
    }

    @Override
    public String image(ImageContent image) {
      return "Image";
    }

    @Override
    public String text(TextContent text) {
      return "Text";
    }
  }
}
