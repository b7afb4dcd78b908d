package inkflow.canvas.rules;

import inkflow.Image;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.Point;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.Stroke;
import inkflow.StrokePoint;
import inkflow.Text;
import inkflow.canvas.kinds.ObjectRecords;
import inkflow.canvas.objects.CanvasObject;
import java.util.List;

/** Checks on a new object and on a change to one. */
public final class ObjectChecks {
  private static final int TRANSFORM_NUMBERS = 6;

  private ObjectChecks() {}

  public static void check(ObjectAdded added, CanvasLimits limits) throws RefusedEventException {
    EventChecks.checkName("objectId", added.getObjectId(), limits);
    checkNumber("object", "z", added.getZ(), limits);
    if (!ObjectRecords.isKnown(added.getObject())) {
      throw RefusedEventException.of(
          "object.unknown-kind",
          "object",
          added.getObject().getClass().getSimpleName(),
          "a kind of object that this version knows");
    }
    ObjectRecords.visit(added.getObject(), new KindChecks(limits));
  }

  /** What each kind must keep to. */
  private record KindChecks(CanvasLimits limits)
      implements ObjectRecords.Visitor<Void, RefusedEventException> {
    @Override
    public Void stroke(Stroke stroke) throws RefusedEventException {
      check(stroke, limits);
      return null;
    }

    @Override
    public Void shape(Shape shape) throws RefusedEventException {
      check(shape, limits);
      return null;
    }

    @Override
    public Void image(Image image) throws RefusedEventException {
      check(image, limits);
      return null;
    }

    @Override
    public Void text(Text text) throws RefusedEventException {
      check(text, limits);
      return null;
    }
  }

  /**
   * @param before number of points that the stroke already has
   */
  public static void checkStrokePoints(int before, List<StrokePoint> points, CanvasLimits limits)
      throws RefusedEventException {
    EventChecks.checkMost(
        "stroke.too-many-points", "points", (long) before + points.size(), limits.strokePoints());
    for (StrokePoint point : points) {
      checkNumber("stroke", "points.x", point.getX(), limits);
      checkNumber("stroke", "points.y", point.getY(), limits);
      checkShare("stroke", "points.pressure", point.getPressure());
    }
  }

  public static void check(ObjectChanged changed, CanvasObject object, CanvasLimits limits)
      throws RefusedEventException {
    if (changed.getTransform() != null) {
      int numbers = changed.getTransform().size();
      if (numbers != TRANSFORM_NUMBERS) {
        throw RefusedEventException.of(
            "object.transform", "transform", numbers + " numbers", TRANSFORM_NUMBERS + " numbers");
      }
      for (double number : changed.getTransform()) {
        checkNumber("object", "transform", number, limits);
      }
    }
    if (changed.getZ() != null) {
      checkNumber("object", "z", changed.getZ(), limits);
    }
    if (changed.getOpacity() != null) {
      checkShare("object", "opacity", changed.getOpacity());
    }
    checkHas("fill", changed.getFill(), object.content().hasFill());
    checkHas("outline", changed.getOutline(), object.content().hasOutline());
  }

  private static void check(Stroke stroke, CanvasLimits limits) throws RefusedEventException {
    checkWidth("stroke", "width", stroke.getWidth(), limits);
    checkShare("stroke", "opacity", stroke.getOpacity());
    if (stroke.getPoints().isEmpty()) {
      throw RefusedEventException.of("stroke.points", "points", 0, "at least 1");
    }
    checkStrokePoints(0, stroke.getPoints(), limits);
  }

  private static void check(Shape shape, CanvasLimits limits) throws RefusedEventException {
    int count = shape.getPoints().size();
    String expected = pointsOf(shape.getKind());
    if (!expected.equals(String.valueOf(count)) && !(expected.startsWith("at") && count >= 3)) {
      throw RefusedEventException.of(
          "shape.points", "points", count, expected + " for " + shape.getKind());
    }
    EventChecks.checkMost("shape.too-many-points", "points", count, limits.strokePoints());
    checkWidth("shape", "outlineWidth", shape.getOutlineWidth(), limits);
    for (Point point : shape.getPoints()) {
      checkNumber("shape", "points.x", point.getX(), limits);
      checkNumber("shape", "points.y", point.getY(), limits);
    }
  }

  private static String pointsOf(ShapeKind kind) {
    return switch (kind) {
      case RECTANGLE, ELLIPSE, LINE -> "2";
      case TRIANGLE -> "3";
      case POLYGON, STAR -> "at least 3";
    };
  }

  private static void check(Image image, CanvasLimits limits) throws RefusedEventException {
    EventChecks.checkMost(
        "image.too-large", "bytes", image.getBytes().remaining(), limits.imageBytes());
    checkNumber("image", "x", image.getX(), limits);
    checkNumber("image", "y", image.getY(), limits);
    checkWidth("image", "width", image.getWidth(), limits);
    checkWidth("image", "height", image.getHeight(), limits);
    ImageFiles.check(image.getContentType(), image.getBytes(), limits);
  }

  private static void check(Text text, CanvasLimits limits) throws RefusedEventException {
    EventChecks.checkLength("text.too-long", "text", text.getText(), limits.textLength());
    EventChecks.checkName("font", text.getFont(), limits);
    checkNumber("text", "x", text.getX(), limits);
    checkNumber("text", "y", text.getY(), limits);
    checkWidth("text", "size", text.getSize(), limits);
  }

  private static void checkHas(String key, Integer colour, boolean has)
      throws RefusedEventException {
    if (colour != null && !has) {
      throw RefusedEventException.of(
          "object." + key, key, String.format("0x%08X", colour), "null: this object has no " + key);
    }
  }

  private static void checkShare(String kind, String key, double value)
      throws RefusedEventException {
    checkFinite(kind, key, value);
    if (value < 0 || value > 1) {
      throw RefusedEventException.of(kind + ".out-of-range", key, value, "0 to 1");
    }
  }

  private static void checkWidth(String kind, String key, double value, CanvasLimits limits)
      throws RefusedEventException {
    checkNumber(kind, key, value, limits);
    if (value < 0) {
      throw RefusedEventException.of(kind + ".out-of-range", key, value, "not negative");
    }
  }

  private static void checkNumber(String kind, String key, double value, CanvasLimits limits)
      throws RefusedEventException {
    checkFinite(kind, key, value);
    if (Math.abs(value) > limits.coordinate()) {
      throw RefusedEventException.of(
          kind + ".out-of-range", key, value, "at most " + limits.coordinate() + " either way");
    }
  }

  private static void checkFinite(String kind, String key, double value)
      throws RefusedEventException {
    if (!Double.isFinite(value)) {
      throw RefusedEventException.of(kind + ".not-finite", key, value, "a finite number");
    }
  }
}
