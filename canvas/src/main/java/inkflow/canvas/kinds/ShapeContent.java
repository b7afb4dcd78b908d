package inkflow.canvas.kinds;

import inkflow.Point;
import inkflow.Shape;
import inkflow.ShapeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A geometric shape.
 *
 * @param outlineWidth in canvas units
 * @param corners x and y of each point, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by value, below
public record ShapeContent(ShapeKind kind, double outlineWidth, double[] corners)
    implements Content {

  static Painted of(Shape shape) {
    int outline = shape.getOutline() == null ? 0 : shape.getOutline();
    ShapeContent content =
        new ShapeContent(shape.getKind(), shape.getOutlineWidth(), corners(shape.getPoints()));
    return new Painted(content, shape.getFill(), outline);
  }

  private static double[] corners(List<Point> points) {
    double[] corners = new double[points.size() * 2];
    int at = 0;
    for (Point point : points) {
      corners[at++] = point.getX();
      corners[at++] = point.getY();
    }
    return corners;
  }

  @Override
  public int points() {
    return corners.length / 2;
  }

  @Override
  public boolean hasFill() {
    return true;
  }

  @Override
  public boolean hasOutline() {
    return true;
  }

  @Override
  public Shape record(int fill, int outline) {
    Integer nullable = outline == 0 ? null : (Integer) outline;
    return new Shape(kind, fill, nullable, outlineWidth, pointRecords());
  }

  private List<Point> pointRecords() {
    List<Point> points = new ArrayList<>(points());
    for (int i = 0; i < corners.length; i += 2) {
      points.add(new Point(corners[i], corners[i + 1]));
    }
    return points;
  }

  @Override
  public <R> R visit(Visitor<R> visitor) {
    return visitor.shape(this);
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
