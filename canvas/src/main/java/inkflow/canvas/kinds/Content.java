package inkflow.canvas.kinds;

/** What an object is, independent of its position and colours. Immutable. */
public sealed interface Content permits StrokeContent, ShapeContent, ImageContent, TextContent {

  /** Number of points. They count against the canvas's limit of points. */
  default int points() {
    return 0;
  }

  /** Bytes of its picture. They count against the canvas's limit of image bytes. */
  default int imageBytes() {
    return 0;
  }

  /** Whether it has a colour that {@code ObjectChanged.fill} sets. */
  boolean hasFill();

  /** Whether it has a colour that {@code ObjectChanged.outline} sets. */
  default boolean hasOutline() {
    return false;
  }

  /**
   * Its record with these colours: a copy.
   *
   * @param fill 0xAARRGGBB; ignored where it has none
   * @param outline 0xAARRGGBB, 0 for none; ignored where it has none
   */
  Object record(int fill, int outline);

  /** Calls the visitor's method for its kind. */
  <R> R visit(Visitor<R> visitor);

  /** One method a kind: a new kind does not compile until everybody knows it. */
  interface Visitor<R> {
    R stroke(StrokeContent stroke);

    R shape(ShapeContent shape);

    R image(ImageContent image);

    R text(TextContent text);
  }
}
