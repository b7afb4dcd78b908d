package inkflow.canvas.raster;

import inkflow.canvas.kinds.Content;
import inkflow.canvas.kinds.ImageContent;
import inkflow.canvas.kinds.ShapeContent;
import inkflow.canvas.kinds.StrokeContent;
import inkflow.canvas.kinds.TextContent;
import inkflow.canvas.objects.CanvasObject;
import inkflow.canvas.objects.Look;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes sprites for one picture size and caches the most recently used ones up to a number of
 * bytes. One thread at a time.
 */
@SuppressWarnings("ReferenceEquality") // objects never change: another one is a changed one
final class Sprites {
  private static final long MOST_BYTES = 32L << 20;

  private final Viewport viewport;
  private final Images images;
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, .75f, true);
  private long bytes;

  private record Kept(CanvasObject object, Sprite sprite, long bytes) {}

  Sprites(Viewport viewport, Images images) {
    this.viewport = viewport;
    this.images = images;
  }

  /** The sprite of an object in its current state. */
  Sprite of(CanvasObject object) {
    Kept known = kept.get(object.objectId());
    if (known != null && known.object == object) {
      return known.sprite;
    }
    Sprite sprite = make(object);
    keep(object, sprite);
    return sprite;
  }

  /**
   * Extends the cached sprite of a stroke to {@code object}.
   *
   * @return the pixels that may have changed; null if {@code object} doesn't continue a cached
   *     stroke
   */
  PixelBox grown(CanvasObject object) {
    Kept known = kept.get(object.objectId());
    if (known == null
        || !(known.sprite instanceof StrokeSprite sprite)
        || !(object.content() instanceof StrokeContent stroke)
        || !sprite.growsTo(stroke, object.look().transform())) {
      return null;
    }
    boolean recoloured = !known.object.look().equals(object.look());
    PixelBox changed = sprite.growTo(stroke.path());
    keep(object, sprite);
    return recoloured ? sprite.box() : changed;
  }

  void forget(String objectId) {
    Kept known = kept.remove(objectId);
    if (known != null) {
      bytes -= known.bytes;
    }
  }

  /** Memory of the cached sprites, bytes. */
  long bytes() {
    return bytes;
  }

  private void keep(CanvasObject object, Sprite sprite) {
    forget(object.objectId());
    Kept entry = new Kept(object, sprite, sprite.bytes());
    kept.put(object.objectId(), entry);
    bytes += entry.bytes;
    Iterator<Kept> oldest = kept.values().iterator();
    while (bytes > MOST_BYTES && kept.size() > 1) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }

  private Sprite make(CanvasObject object) {
    return object.content().visit(new Maker(object.look()));
  }

  /** Draws each kind. */
  private final class Maker implements Content.Visitor<Sprite> {
    private final Look look;

    Maker(Look look) {
      this.look = look;
    }

    @Override
    public Sprite stroke(StrokeContent stroke) {
      return new StrokeSprite(stroke, look.transform(), viewport);
    }

    @Override
    public Sprite shape(ShapeContent shape) {
      return Shapes.sprite(shape, look, viewport);
    }

    @Override
    public Sprite image(ImageContent image) {
      return images.sprite(image, look, viewport);
    }

    @Override
    public Sprite text(TextContent text) {
      return Texts.sprite(text, look, viewport);
    }
  }
}
