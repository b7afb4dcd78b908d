package inkflow.canvas.raster;

import inkflow.canvas.document.Document;
import inkflow.canvas.objects.Canvas;
import inkflow.canvas.objects.CanvasObject;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Draws documents. It remembers what it drew last and redraws only the pixels that changed, so a
 * growing stroke or a dragged shape takes time for its own area and not for the whole canvas. The
 * result is bit for bit that of a new rasterizer. One rasterizer per session, one thread at a time.
 *
 * <p>One canvas unit is the picture's shorter side, and the square 0..1 lies in its middle: {@code
 * pixelX = (x - 0.5) * min(width, height) + width / 2}, and y likewise.
 *
 * <p>Uses at most about 100 MiB: the picture, the sprites used last, decoded images.
 */
@SuppressWarnings("ReferenceEquality") // objects never change: another one is a changed one
public final class Rasterizer {
  private static final long DRAWN_BYTES = 128;

  private final Images images = new Images();
  private final Map<String, Drawn> drawn = new HashMap<>();
  private Viewport viewport;
  private Sprites sprites;
  private PixelGrid picture;
  private Canvas last;
  private volatile long bytes;

  private record Drawn(CanvasObject object, PixelBox box) {}

  /**
   * Whether this machine can draw text, which needs fontconfig and at least one font family.
   * Without them text is missing from pictures; a process that starts should warn about it.
   */
  static boolean drawsText() {
    return Texts.drawable();
  }

  /**
   * The document as a picture.
   *
   * @param width pixels
   * @param height pixels
   * @return TYPE_INT_RGB, a new one each time: the caller may keep it and use it on any thread
   */
  public BufferedImage draw(Document document, int width, int height) {
    Canvas canvas = document.canvas();
    Viewport wanted = new Viewport(width, height);
    if (!wanted.equals(viewport)) {
      start(wanted);
    }
    if (canvas != last) {
      for (PixelBox box : changes(canvas).all()) {
        paint(canvas, box);
      }
      last = canvas;
    }
    bytes =
        (long) Integer.BYTES * width * height
            + sprites.bytes()
            + images.bytes()
            + DRAWN_BYTES * drawn.size();
    return picture.toImage();
  }

  /** Approximate memory in use after the last draw, bytes. Any thread. */
  public long bytes() {
    return bytes;
  }

  private void start(Viewport wanted) {
    viewport = wanted;
    sprites = new Sprites(wanted, images);
    picture =
        new PixelGrid(
            new int[wanted.width() * wanted.height()], wanted.width(), wanted.height(), 0);
    drawn.clear();
    last = null;
  }

  /**
   * Stores {@code canvas} as the last one drawn and returns where it differs from the one before.
   */
  private DirtyBoxes changes(Canvas canvas) {
    DirtyBoxes dirty = new DirtyBoxes();
    if (last == null || last.background() != canvas.background()) {
      picture = picture.withBackground(canvas.background());
      dirty.add(viewport.frame());
    }
    forgetGone(canvas, dirty);
    for (CanvasObject object : canvas.objects().farthestFirst()) {
      Drawn before = drawn.get(object.objectId());
      if (before == null || before.object != object) {
        note(object, before, dirty);
      }
    }
    return dirty;
  }

  private void forgetGone(Canvas canvas, DirtyBoxes dirty) {
    Iterator<Map.Entry<String, Drawn>> entries = drawn.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, Drawn> entry = entries.next();
      if (canvas.objects().get(entry.getKey()) == null) {
        dirty.add(entry.getValue().box);
        sprites.forget(entry.getKey());
        entries.remove();
      }
    }
  }

  private void note(CanvasObject object, Drawn before, DirtyBoxes dirty) {
    PixelBox grown =
        before != null && before.object.depth().equals(object.depth())
            ? sprites.grown(object)
            : null;
    PixelBox box = sprites.of(object).box();
    if (grown != null) {
      dirty.add(grown);
    } else {
      dirty.add(before == null ? PixelBox.EMPTY : before.box);
      dirty.add(box);
    }
    drawn.put(object.objectId(), new Drawn(object, box));
  }

  private void paint(Canvas canvas, PixelBox box) {
    picture.clear(box);
    for (CanvasObject object : canvas.objects().farthestFirst()) {
      if (!drawn.get(object.objectId()).box.and(box).isEmpty()) {
        sprites.of(object).paint(picture, box, object.look());
      }
    }
  }
}
