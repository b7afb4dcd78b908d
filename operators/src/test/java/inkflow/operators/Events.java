package inkflow.operators;

import inkflow.Join;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.ObjectRemoved;
import inkflow.Point;
import inkflow.Role;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.SketchEvent;
import inkflow.operators.records.SourceEvent;
import java.time.Instant;
import java.util.List;

/** Events of one client in one session, with rising offsets. */
public final class Events {
  private final String session;
  private final String client;
  private long seq;
  private long offset = 100;
  private long timestamp = 1_000_000;

  public Events(String session, String client) {
    this.session = session;
    this.client = client;
  }

  public SourceEvent disc(String objectId) {
    Shape shape =
        Shape.newBuilder()
            .setKind(ShapeKind.ELLIPSE)
            .setFill(0xffffcc00)
            .setPoints(List.of(new Point(0.4, 0.4), new Point(0.6, 0.6)))
            .build();
    return next(ObjectAdded.newBuilder().setObjectId(objectId).setObject(shape).build());
  }

  public SourceEvent moved(String objectId, double x) {
    return next(
        ObjectChanged.newBuilder()
            .setObjectId(objectId)
            .setTransform(List.of(1.0, 0.0, x, 0.0, 1.0, 0.0))
            .build());
  }

  public SourceEvent removed(String objectId) {
    return next(new ObjectRemoved(objectId));
  }

  public SourceEvent prompt(String prompt) {
    return next(SettingsChanged.newBuilder().setPrompt(prompt).build());
  }

  public SourceEvent settings(SettingsChanged.Builder change) {
    return next(change.build());
  }

  public SourceEvent join() {
    return next(new Join(Role.EDITOR, null));
  }

  public SourceEvent next(Object event) {
    seq++;
    SketchEvent sketch = new SketchEvent(session, client, seq, Instant.EPOCH, event);
    return new SourceEvent(sketch, 0, offset++, timestamp++);
  }
}
