package inkflow.canvas.objects;

import inkflow.canvas.objects.Content.StrokeContent;

/**
 * One object on the canvas. Immutable.
 *
 * @param clientId the client that added it
 * @param order rises with every object added; of two objects with equal z, the higher one lies in
 *     front
 */
public record CanvasObject(
    String objectId, String clientId, long order, Content content, Look look) {

  public Depth depth() {
    return new Depth(look.z(), order);
  }

  public CanvasObject withLook(Look changed) {
    return new CanvasObject(objectId, clientId, order, content, changed);
  }

  public CanvasObject withPath(StrokePath path) {
    StrokeContent stroke = (StrokeContent) content;
    return new CanvasObject(
        objectId,
        clientId,
        order,
        new StrokeContent(stroke.width(), stroke.opacity(), stroke.eraser(), path),
        look);
  }

  /** Approximate bytes it takes in memory and in state. */
  long weight() {
    return 200L + 24L * content.points() + content.imageBytes();
  }
}
