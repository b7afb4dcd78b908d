package inkflow.canvas.objects;

import inkflow.ObjectChanged;
import java.util.Objects;

/** New values for fields of a {@link Look}; null leaves a field unchanged. */
public record LookChange(
    Affine transform, Double z, Integer fill, Integer outline, Double opacity) {

  public static LookChange of(ObjectChanged event) {
    return new LookChange(
        event.getTransform() == null ? null : Affine.of(event.getTransform()),
        event.getZ(),
        event.getFill(),
        event.getOutline(),
        event.getOpacity());
  }

  /** The values that {@code look} has for the fields set here. */
  public LookChange as(Look look) {
    return new LookChange(
        transform == null ? null : look.transform(),
        z == null ? null : look.z(),
        fill == null ? null : look.fill(),
        outline == null ? null : look.outline(),
        opacity == null ? null : look.opacity());
  }

  /** This change without the fields in which {@code look} differs from {@code expected}. */
  LookChange where(LookChange expected, Look look) {
    return new LookChange(
        Objects.equals(expected.transform, look.transform()) ? transform : null,
        Objects.equals(expected.z, look.z()) ? z : null,
        Objects.equals(expected.fill, look.fill()) ? fill : null,
        Objects.equals(expected.outline, look.outline()) ? outline : null,
        Objects.equals(expected.opacity, look.opacity()) ? opacity : null);
  }

  public boolean isOfPlaceAlone() {
    return transform != null && z == null && fill == null && outline == null && opacity == null;
  }

  public boolean namesTheSamePartsAs(LookChange other) {
    return (transform == null) == (other.transform == null)
        && (z == null) == (other.z == null)
        && (fill == null) == (other.fill == null)
        && (outline == null) == (other.outline == null)
        && (opacity == null) == (other.opacity == null);
  }
}
