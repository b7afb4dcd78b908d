package inkflow.canvas.document;

import inkflow.Cleared;
import inkflow.Image;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.ObjectRemoved;
import inkflow.Redone;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.Stroke;
import inkflow.StrokeExtended;
import inkflow.StrokePoint;
import inkflow.Text;
import inkflow.Undone;
import inkflow.canvas.rules.TestingImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random events as a busy session may send them; the same seed gives the same events. */
public final class RandomEvents {
  private static final List<ShapeKind> KINDS = List.of(ShapeKind.values());

  private final Random random;
  private int added;

  public RandomEvents(long seed) {
    random = new Random(seed);
  }

  /** A random event, valid most of the time. */
  public Object next(List<String> objectIds) {
    int kind = random.nextInt(objectIds.isEmpty() ? 3 : 16);
    if (kind < 3) {
      return new ObjectAdded("o" + added++, (double) random.nextInt(3), object());
    } else if (kind < 8) {
      return new StrokeExtended(any(objectIds), points());
    } else if (kind < 12) {
      return changed(any(objectIds));
    } else if (kind == 12) {
      return new ObjectRemoved(any(objectIds));
    } else if (kind == 13) {
      return random.nextInt(8) == 0 ? new Cleared(colour()) : new Undone();
    }
    return kind == 14 ? new Undone() : new Redone();
  }

  private String any(List<String> objectIds) {
    return objectIds.get(random.nextInt(objectIds.size()));
  }

  private Object object() {
    return switch (random.nextInt(6)) {
      case 0 -> new Text("Ink\nflow", at(), at(), .2, colour(), null);
      case 1 -> new Image("image/png", TestingImages.png(7, 5), at(), at(), .4, .3);
      case 2 -> shape();
      default ->
          new Stroke(
              colour(),
              random.nextDouble() * .2,
              random.nextDouble(),
              random.nextInt(4) == 0,
              points());
    };
  }

  private Shape shape() {
    ShapeKind kind = KINDS.get(random.nextInt(KINDS.size()));
    Shape shape =
        kind == ShapeKind.RECTANGLE || kind == ShapeKind.ELLIPSE || kind == ShapeKind.LINE
            ? TestingSession.shape(kind, at(), at(), at(), at())
            : TestingSession.shape(kind, at(), at(), at(), at(), at(), at());
    shape.setFill(colour());
    shape.setOutline(colour());
    shape.setOutlineWidth(random.nextInt(2) * .03);
    return shape;
  }

  private ObjectChanged changed(String objectId) {
    return new ObjectChanged(
        objectId,
        random.nextBoolean() ? transform() : null,
        random.nextInt(4) == 0 ? (Double) (double) random.nextInt(3) : null,
        null,
        null,
        random.nextInt(3) == 0 ? (Double) random.nextDouble() : null);
  }

  private List<Double> transform() {
    double turn = random.nextInt(3) * .7;
    double scale = .5 + random.nextDouble();
    double cos = scale * Math.cos(turn);
    double sin = scale * Math.sin(turn);
    return List.of(cos, -sin, at() - .5, sin, cos, at() - .5);
  }

  private List<StrokePoint> points() {
    List<StrokePoint> points = new ArrayList<>();
    double x = at();
    double y = at();
    for (int i = random.nextInt(8); i >= 0; i--) {
      x += random.nextGaussian() * .05;
      y += random.nextGaussian() * .05;
      points.add(new StrokePoint(x, y, random.nextDouble()));
    }
    return points;
  }

  private double at() {
    return random.nextDouble() * 1.6 - .3;
  }

  private int colour() {
    return random.nextInt() | (random.nextBoolean() ? 0xFF000000 : 0);
  }
}
