package inkflow.canvas.kinds;

import inkflow.Image;
import inkflow.Shape;
import inkflow.Stroke;
import inkflow.Text;

/** The records of {@code ObjectAdded.object}: the one place that asks one for its class. */
public final class ObjectRecords {
  private ObjectRecords() {}

  /**
   * One method a kind of record.
   *
   * @param <X> what the methods may throw
   */
  public interface Visitor<R, X extends Exception> {
    R stroke(Stroke stroke) throws X;

    R shape(Shape shape) throws X;

    R image(Image image) throws X;

    R text(Text text) throws X;
  }

  /**
   * Calls the visitor's method for the record's kind.
   *
   * @throws UnknownKindException if it is a record of no kind that this version knows
   */
  public static <R, X extends Exception> R visit(Object record, Visitor<R, X> visitor) throws X {
    if (record instanceof Stroke stroke) {
      return visitor.stroke(stroke);
    } else if (record instanceof Shape shape) {
      return visitor.shape(shape);
    } else if (record instanceof Image image) {
      return visitor.image(image);
    } else if (record instanceof Text text) {
      return visitor.text(text);
    }
    throw new UnknownKindException(record);
  }

  /**
   * A copy: records can be changed, contents cannot.
   *
   * @throws UnknownKindException if it is a record of no kind that this version knows
   */
  public static Painted read(Object record) {
    return visit(record, READER);
  }

  private static final Visitor<Painted, RuntimeException> READER =
      new Visitor<>() {
        @Override
        public Painted stroke(Stroke stroke) {
          return StrokeContent.of(stroke);
        }

        @Override
        public Painted shape(Shape shape) {
          return ShapeContent.of(shape);
        }

        @Override
        public Painted image(Image image) {
          return ImageContent.of(image);
        }

        @Override
        public Painted text(Text text) {
          return TextContent.of(text);
        }
      };

  /** Whether this version knows the record's kind. */
  public static boolean isKnown(Object record) {
    return record instanceof Stroke
        || record instanceof Shape
        || record instanceof Image
        || record instanceof Text;
  }
}
