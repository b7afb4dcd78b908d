package inkflow.canvas.objects;

import inkflow.ShapeKind;
import inkflow.canvas.rules.CanvasLimits;
import java.util.Arrays;

/** The part of an object that never changes, as opposed to its {@link Look}. Immutable. */
public sealed interface Content {

  /** Number of its points; counts against {@link CanvasLimits#points}. */
  int points();

  /**
   * Bytes of its image file, 0 for other objects; counts against {@link
   * CanvasLimits#totalImageBytes}.
   */
  default int imageBytes() {
    return 0;
  }

  /**
   * A line drawn by hand.
   *
   * @param width diameter at pressure 1, in canvas units
   * @param opacity 0..1, of the stroke as a whole
   * @param eraser paints the background
   */
  public record StrokeContent(double width, double opacity, boolean eraser, StrokePath path)
      implements Content {
    @Override
    public int points() {
      return path.size();
    }
  }

  /**
   * A geometric shape.
   *
   * @param outlineWidth in canvas units
   * @param corners x and y of each point; must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // equality is by value, below
  public record ShapeContent(ShapeKind kind, double outlineWidth, double[] corners)
      implements Content {
    @Override
    public int points() {
      return corners.length / 2;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ShapeContent shape
          && kind == shape.kind
          && outlineWidth == shape.outlineWidth
          && Arrays.equals(corners, shape.corners);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(corners);
    }
  }

  /**
   * An image from a file.
   *
   * @param bytes the file; must not be changed
   * @param x left, in canvas units, as are y, width and height
   */
  @SuppressWarnings("ArrayRecordComponent") // equality is by value, below
  public record ImageContent(
      String contentType, byte[] bytes, double x, double y, double width, double height)
      implements Content {
    @Override
    public int points() {
      return 0;
    }

    @Override
    public int imageBytes() {
      return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ImageContent image
          && contentType.equals(image.contentType)
          && x == image.x
          && y == image.y
          && width == image.width
          && height == image.height
          && (bytes == image.bytes || Arrays.equals(bytes, image.bytes));
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /**
   * Lines of text.
   *
   * @param size height of a line, in canvas units
   * @param font a family name; null for the machine's sans-serif font
   */
  public record TextContent(String text, double x, double y, double size, String font)
      implements Content {
    @Override
    public int points() {
      return 0;
    }
  }
}
