package inkflow.gateway;

import inkflow.Cleared;
import inkflow.ObjectAdded;
import inkflow.ObjectChanged;
import inkflow.ObjectRemoved;
import inkflow.Point;
import inkflow.Redone;
import inkflow.SettingsChanged;
import inkflow.Shape;
import inkflow.ShapeKind;
import inkflow.Stroke;
import inkflow.StrokeExtended;
import inkflow.StrokePoint;
import inkflow.Text;
import inkflow.Undone;
import java.util.List;
import java.util.Random;

/**
 * Random events on few objects, so that clients conflict: ids are reused, and some events are
 * invalid and refused.
 */
final class RandomEdits {
  private static final int OBJECTS = 8;
  private final Random random;
  private final boolean foreseeable;
  private String lastId = "o0";

  /**
   * @param foreseeable no event is refused for a reason that a page can't know
   */
  RandomEdits(Random random, boolean foreseeable) {
    this.random = random;
    this.foreseeable = foreseeable;
  }

  Object next() {
    int what = random.nextInt(100);
    if (what < 30) {
      return added();
    } else if (what < 42) {
      return new StrokeExtended(recentId(), List.of(strokePoint(), strokePoint()));
    } else if (what < 65) {
      return changed();
    } else if (what < 71) {
      return new ObjectRemoved(anyId());
    } else if (what < 73) {
      return new Cleared(colour());
    } else if (what < 87) {
      return new Undone();
    } else if (what < 95) {
      return new Redone();
    }
    return settings();
  }

  private ObjectAdded added() {
    lastId = anyId();
    Object object =
        switch (random.nextInt(5)) {
          case 0, 1 ->
              new Stroke(colour(), .02, 1.0, random.nextInt(6) == 0, List.of(strokePoint()));
          case 2, 3 -> shape();
          default -> new Text("sea", number(), number(), .1, colour(), null);
        };
    return new ObjectAdded(lastId, anyZ(), object);
  }

  /** A triangle must have three points; pages don't check that, the job refuses this one. */
  private Shape shape() {
    boolean wrong = !foreseeable && random.nextInt(8) == 0;
    ShapeKind kind = wrong ? ShapeKind.TRIANGLE : ShapeKind.ELLIPSE;
    Integer outline = random.nextBoolean() ? null : (Integer) colour();
    return new Shape(kind, colour(), outline, 0.0, List.of(point(), point()));
  }

  private ObjectChanged changed() {
    ObjectChanged changed = new ObjectChanged(recentId(), null, null, null, null, null);
    switch (random.nextInt(8)) {
      case 0 -> changed.setZ(anyZ());
      case 1 -> changed.setFill(colour());
      case 2 -> changed.setOutline(random.nextBoolean() ? 0 : colour());
      case 3 -> changed.setOpacity(number());
      default -> changed.setTransform(List.of(1.0, 0.0, number(), 0.0, 1.0, number()));
    }
    return changed;
  }

  private SettingsChanged settings() {
    return random.nextBoolean()
        ? SettingsChanged.newBuilder().setPrompt("prompt " + random.nextInt(5)).build()
        : SettingsChanged.newBuilder().setSeed((long) random.nextInt(5)).build();
  }

  private String anyId() {
    return "o" + random.nextInt(OBJECTS);
  }

  /** Mostly the object added last, as for strokes that grow and shapes that are pulled open. */
  private String recentId() {
    return random.nextInt(3) == 0 ? anyId() : lastId;
  }

  private double anyZ() {
    return random.nextInt(3) == 0 ? random.nextInt(3) - 1 : 0;
  }

  private int colour() {
    return 0xFF000000 | random.nextInt(4) * 0x3f;
  }

  private double number() {
    return random.nextInt(5) / 4.0;
  }

  private Point point() {
    return new Point(number(), number());
  }

  private StrokePoint strokePoint() {
    return new StrokePoint(number(), number(), 1.0);
  }
}
