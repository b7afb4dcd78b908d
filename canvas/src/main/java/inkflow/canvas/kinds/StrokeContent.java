package inkflow.canvas.kinds;

import inkflow.Stroke;
import inkflow.StrokePoint;
import java.util.ArrayList;
import java.util.List;

/**
 * A line drawn by hand.
 *
 * @param width diameter at pressure 1, in canvas units
 * @param opacity 0..1, of the stroke as a whole
 * @param eraser paints the background
 */
public record StrokeContent(double width, double opacity, boolean eraser, StrokePath path)
    implements Content {

  static Painted of(Stroke stroke) {
    StrokeContent content =
        new StrokeContent(
            stroke.getWidth(),
            stroke.getOpacity(),
            stroke.getEraser(),
            StrokePath.of(stroke.getPoints()));
    return new Painted(content, stroke.getColour(), 0);
  }

  /** The same stroke along another path. */
  public StrokeContent along(StrokePath other) {
    return new StrokeContent(width, opacity, eraser, other);
  }

  @Override
  public int points() {
    return path.size();
  }

  @Override
  public boolean hasFill() {
    return true;
  }

  @Override
  public Stroke record(int fill, int outline) {
    return new Stroke(fill, width, opacity, eraser, pointRecords());
  }

  private List<StrokePoint> pointRecords() {
    List<StrokePoint> points = new ArrayList<>(path.size());
    double[] numbers = path.toArray();
    for (int i = 0; i < numbers.length; i += StrokePath.STRIDE) {
      points.add(new StrokePoint(numbers[i], numbers[i + 1], numbers[i + 2]));
    }
    return points;
  }

  @Override
  public <R> R visit(Visitor<R> visitor) {
    return visitor.stroke(this);
  }
}
