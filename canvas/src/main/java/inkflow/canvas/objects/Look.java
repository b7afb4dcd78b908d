package inkflow.canvas.objects;

/**
 * What {@link inkflow.ObjectChanged} can change about an object.
 *
 * @param z higher is nearer
 * @param fill 0xAARRGGBB, a shape's fill, a stroke's or a text's colour; 0 for an image
 * @param outline 0xAARRGGBB, 0 for none
 * @param opacity of the whole object, 0..1
 */
public record Look(Affine transform, double z, int fill, int outline, double opacity) {

  /** This look with the fields that {@code change} sets. */
  public Look with(LookChange change) {
    return new Look(
        change.transform() == null ? transform : change.transform(),
        change.z() == null ? z : change.z(),
        change.fill() == null ? fill : change.fill(),
        change.outline() == null ? outline : change.outline(),
        change.opacity() == null ? opacity : change.opacity());
  }
}
