package inkflow.canvas.objects;

import inkflow.Image;
import inkflow.ObjectAdded;
import inkflow.Point;
import inkflow.Shape;
import inkflow.Stroke;
import inkflow.StrokePoint;
import inkflow.Text;
import inkflow.canvas.objects.Content.ImageContent;
import inkflow.canvas.objects.Content.ShapeContent;
import inkflow.canvas.objects.Content.StrokeContent;
import inkflow.canvas.objects.Content.TextContent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Objects as Avro records and back. Copies, because records are mutable and objects are not. */
public final class ObjectRecords {
  private ObjectRecords() {}

  public static CanvasObject placed(ObjectAdded added, String clientId, long order) {
    Object record = added.getObject();
    return new CanvasObject(
        added.getObjectId(), clientId, order, content(record), look(record, added.getZ()));
  }

  /**
   * @param record a Stroke, Shape, Image or Text
   */
  public static Content content(Object record) {
    if (record instanceof Stroke stroke) {
      return new StrokeContent(
          stroke.getWidth(),
          stroke.getOpacity(),
          stroke.getEraser(),
          StrokePath.of(stroke.getPoints()));
    } else if (record instanceof Shape shape) {
      return new ShapeContent(shape.getKind(), shape.getOutlineWidth(), corners(shape));
    } else if (record instanceof Image image) {
      return new ImageContent(
          image.getContentType(),
          bytes(image.getBytes()),
          image.getX(),
          image.getY(),
          image.getWidth(),
          image.getHeight());
    }
    Text text = (Text) record;
    return new TextContent(
        text.getText(), text.getX(), text.getY(), text.getSize(), text.getFont());
  }

  /** The record of an object in its current state: all points, current colours. */
  public static Object record(CanvasObject object) {
    Content content = object.content();
    int fill = object.look().fill();
    if (content instanceof StrokeContent stroke) {
      return new Stroke(
          fill, stroke.width(), stroke.opacity(), stroke.eraser(), points(stroke.path()));
    } else if (content instanceof ShapeContent shape) {
      int outline = object.look().outline();
      return new Shape(
          shape.kind(),
          fill,
          outline == 0 ? null : (Integer) outline,
          shape.outlineWidth(),
          points(shape.corners()));
    } else if (content instanceof ImageContent image) {
      return new Image(
          image.contentType(),
          ByteBuffer.wrap(image.bytes()).asReadOnlyBuffer(),
          image.x(),
          image.y(),
          image.width(),
          image.height());
    }
    TextContent text = (TextContent) content;
    return new Text(text.text(), text.x(), text.y(), text.size(), fill, text.font());
  }

  private static Look look(Object record, double z) {
    int fill = 0;
    int outline = 0;
    if (record instanceof Stroke stroke) {
      fill = stroke.getColour();
    } else if (record instanceof Shape shape) {
      fill = shape.getFill();
      outline = shape.getOutline() == null ? 0 : shape.getOutline();
    } else if (record instanceof Text text) {
      fill = text.getColour();
    }
    return new Look(Affine.IDENTITY, z, fill, outline, 1);
  }

  private static double[] corners(Shape shape) {
    double[] corners = new double[shape.getPoints().size() * 2];
    int at = 0;
    for (Point point : shape.getPoints()) {
      corners[at++] = point.getX();
      corners[at++] = point.getY();
    }
    return corners;
  }

  private static List<Point> points(double[] corners) {
    List<Point> points = new ArrayList<>(corners.length / 2);
    for (int i = 0; i < corners.length; i += 2) {
      points.add(new Point(corners[i], corners[i + 1]));
    }
    return points;
  }

  private static List<StrokePoint> points(StrokePath path) {
    List<StrokePoint> points = new ArrayList<>(path.size());
    double[] numbers = path.toArray();
    for (int i = 0; i < numbers.length; i += StrokePath.STRIDE) {
      points.add(new StrokePoint(numbers[i], numbers[i + 1], numbers[i + 2]));
    }
    return points;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
