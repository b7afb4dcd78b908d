package inkflow.canvas.objects;

import inkflow.ObjectAdded;
import inkflow.canvas.kinds.Content;
import inkflow.canvas.kinds.ObjectRecords;
import inkflow.canvas.kinds.Painted;

/**
 * One object on the canvas. Immutable.
 *
 * @param clientId the client that added it
 * @param order rises with every object added; of two objects with equal z, the higher one lies in
 *     front
 */
public record CanvasObject(
    String objectId, String clientId, long order, Content content, Look look) {

  /**
   * As it is added.
   *
   * @throws inkflow.canvas.kinds.UnknownKindException if it is of no kind that this version knows
   */
  public static CanvasObject placed(ObjectAdded added, String clientId, long order) {
    Painted read = ObjectRecords.read(added.getObject());
    Look look = new Look(Affine.IDENTITY, added.getZ(), read.fill(), read.outline(), 1);
    return new CanvasObject(added.getObjectId(), clientId, order, read.content(), look);
  }

  /** Its record as it is now: all its points, its present colours. */
  public Object record() {
    return content.record(look.fill(), look.outline());
  }

  public Depth depth() {
    return new Depth(look.z(), order);
  }

  public CanvasObject withLook(Look changed) {
    return new CanvasObject(objectId, clientId, order, content, changed);
  }

  public CanvasObject withContent(Content changed) {
    return new CanvasObject(objectId, clientId, order, changed, look);
  }

  /** Approximate bytes it takes in memory and in state. */
  long weight() {
    return 200L + 24L * content.points() + content.imageBytes();
  }
}
