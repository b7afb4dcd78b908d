package inkflow.canvas.objects;

import java.util.Collection;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/** The objects of a canvas, by id and by depth. Immutable; a change costs O(log n). */
public final class ObjectPile {
  public static final ObjectPile EMPTY =
      new ObjectPile(HashTreePMap.empty(), TreePMap.empty(), 0, 0);

  private final HashPMap<String, CanvasObject> byId;
  private final TreePMap<Depth, CanvasObject> byDepth;
  private final long points;
  private final long imageBytes;

  private ObjectPile(
      HashPMap<String, CanvasObject> byId,
      TreePMap<Depth, CanvasObject> byDepth,
      long points,
      long imageBytes) {
    this.byId = byId;
    this.byDepth = byDepth;
    this.points = points;
    this.imageBytes = imageBytes;
  }

  /** The object with that id; null if there is none. */
  public CanvasObject get(String objectId) {
    return byId.get(objectId);
  }

  /** Farthest first. */
  public Collection<CanvasObject> farthestFirst() {
    return byDepth.values();
  }

  public int size() {
    return byId.size();
  }

  /** Of all objects together. */
  public long points() {
    return points;
  }

  /** Of all objects together. */
  public long imageBytes() {
    return imageBytes;
  }

  /** With {@code object} added; replaces one with the same id. */
  public ObjectPile plus(CanvasObject object) {
    ObjectPile others = minus(object.objectId());
    return new ObjectPile(
        others.byId.plus(object.objectId(), object),
        others.byDepth.plus(object.depth(), object),
        others.points + object.content().points(),
        others.imageBytes + object.content().imageBytes());
  }

  public ObjectPile minus(String objectId) {
    CanvasObject gone = byId.get(objectId);
    if (gone == null) {
      return this;
    }
    return new ObjectPile(
        byId.minus(objectId),
        byDepth.minus(gone.depth()),
        points - gone.content().points(),
        imageBytes - gone.content().imageBytes());
  }
}
