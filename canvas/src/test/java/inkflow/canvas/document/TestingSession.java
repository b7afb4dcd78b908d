package inkflow.canvas.document;

import inkflow.Cleared;
import inkflow.Join;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.ObjectRemoved;
import inkflow.Point;
import inkflow.Redone;
import inkflow.Role;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.Stroke;
import inkflow.StrokeExtended;
import inkflow.StrokePoint;
import inkflow.Undone;
import inkflow.canvas.objects.CanvasObject;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.RefusedEventException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session that numbers the events of its clients and keeps the newest document. */
public final class TestingSession {
  public static final int RED = 0xFFE03020;
  public static final int BLUE = 0xFF2040C0;

  private final CanvasLimits limits;
  private final Map<String, Long> seqs = new HashMap<>();
  private Instant sentAt = Instant.ofEpochSecond(1_000);
  public Document document = Document.empty();

  public TestingSession() {
    this(CanvasLimits.defaults());
  }

  public TestingSession(CanvasLimits limits) {
    this.limits = limits;
  }

  SketchEvent event(String client, Object what) {
    sentAt = sentAt.plusMillis(33);
    return new SketchEvent("s", client, seqs.merge(client, 1L, Long::sum), sentAt, what);
  }

  public Document send(String client, Object what) throws RefusedEventException {
    document = document.apply(event(client, what), limits);
    return document;
  }

  void pause(int seconds) {
    sentAt = sentAt.plusSeconds(seconds);
  }

  void join(String client, Role role) throws RefusedEventException {
    send(client, new Join(role, "name of " + client));
  }

  void undo(String client) throws RefusedEventException {
    send(client, new Undone());
  }

  void redo(String client) throws RefusedEventException {
    send(client, new Redone());
  }

  /** Adds a disc and ends the gesture. */
  public void disc(String client, String objectId) throws RefusedEventException {
    send(client, disc(objectId));
    pause(2);
  }

  public static ObjectAdded disc(String objectId) {
    return new ObjectAdded(objectId, 0.0, shape(ShapeKind.ELLIPSE, .2, .2, .4, .4));
  }

  void stroke(String client, String objectId, double... xs) throws RefusedEventException {
    Stroke stroke = new Stroke(BLUE, .05, 1.0, false, points(xs));
    send(client, new ObjectAdded(objectId, 0.0, stroke));
  }

  void extend(String client, String objectId, double... xs) throws RefusedEventException {
    send(client, new StrokeExtended(objectId, points(xs)));
  }

  public void move(String client, String objectId, double x) throws RefusedEventException {
    send(client, moved(objectId, x));
  }

  void remove(String client, String objectId) throws RefusedEventException {
    send(client, new ObjectRemoved(objectId));
  }

  public void clear(String client, int background) throws RefusedEventException {
    send(client, new Cleared(background));
  }

  /** How far the object has been moved to the right since it was added. */
  double shift(String objectId) {
    return document.canvas().objects().get(objectId).look().transform().m2();
  }

  public List<String> objectIds() {
    return document.canvas().objects().farthestFirst().stream()
        .map(CanvasObject::objectId)
        .toList();
  }

  static ObjectChanged moved(String objectId, double x) {
    return new ObjectChanged(objectId, List.of(1., 0., x, 0., 1., 0.), null, null, null, null);
  }

  static ObjectChanged recoloured(String objectId, int fill) {
    return new ObjectChanged(objectId, null, null, fill, null, null);
  }

  public static Shape shape(ShapeKind kind, double... corners) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < corners.length; i += 2) {
      points.add(new Point(corners[i], corners[i + 1]));
    }
    return new Shape(kind, RED, null, 0.0, points);
  }

  static List<StrokePoint> points(double... xs) {
    List<StrokePoint> points = new ArrayList<>();
    for (double x : xs) {
      points.add(new StrokePoint(x, x / 2, 1.0));
    }
    return points;
  }
}
