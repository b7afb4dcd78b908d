package inkflow.canvas.objects;

import java.util.Iterator;

/** Tells whether two canvases look the same. */
public final class CanvasComparison {
  private CanvasComparison() {}

  public static boolean of(Canvas one, Canvas other) {
    if (one.background() != other.background() || one.objects().size() != other.objects().size()) {
      return false;
    }
    Iterator<CanvasObject> others = other.objects().farthestFirst().iterator();
    for (CanvasObject object : one.objects().farthestFirst()) {
      if (!same(object, others.next())) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // shared instances are equal
  private static boolean same(CanvasObject one, CanvasObject other) {
    return one == other
        || (one.objectId().equals(other.objectId())
            && one.look().equals(other.look())
            && (one.content() == other.content() || one.content().equals(other.content())));
  }
}
