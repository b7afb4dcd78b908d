package inkflow.canvas.rules;

import inkflow.SketchEvent;
import inkflow.canvas.objects.ObjectPile;

/** Checks on every event, and on the canvas after it. */
public final class EventChecks {
  private static final int SHOWN = 64;

  private EventChecks() {}

  public static void checkSender(SketchEvent event, CanvasLimits limits)
      throws RefusedEventException {
    checkName("clientId", event.getClientId(), limits);
  }

  /**
   * @param name may be null
   */
  public static void checkName(String key, String name, CanvasLimits limits)
      throws RefusedEventException {
    checkLength("name.too-long", key, name, limits.nameLength());
  }

  /**
   * @param text may be null
   */
  static void checkLength(String code, String key, String text, int most)
      throws RefusedEventException {
    if (text != null && text.length() > most) {
      throw RefusedEventException.of(code, key, text.length() + " characters", "at most " + most);
    }
  }

  public static void checkRoom(ObjectPile objects, CanvasLimits limits)
      throws RefusedEventException {
    checkMost("canvas.too-many-objects", "objects", objects.size(), limits.objects());
    checkMost("canvas.too-many-points", "points", objects.points(), limits.points());
    checkMost(
        "canvas.too-many-image-bytes",
        "imageBytes",
        objects.imageBytes(),
        limits.totalImageBytes());
  }

  static void checkMost(String code, String key, long value, long most)
      throws RefusedEventException {
    if (value > most) {
      throw RefusedEventException.of(code, key, value, "at most " + most);
    }
  }

  /** A name as shown in a message: truncated, so that a very long one can't fill a log. */
  public static String shown(String name) {
    return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...";
  }
}
