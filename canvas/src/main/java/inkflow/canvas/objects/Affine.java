package inkflow.canvas.objects;

import java.awt.geom.AffineTransform;
import java.util.List;

/** Where an object stands: x' = m0 x + m1 y + m2, y' = m3 x + m4 y + m5, in canvas units. */
public record Affine(double m0, double m1, double m2, double m3, double m4, double m5) {
  static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /**
   * @param rows six numbers, row by row
   */
  public static Affine of(List<Double> rows) {
    return new Affine(rows.get(0), rows.get(1), rows.get(2), rows.get(3), rows.get(4), rows.get(5));
  }

  public List<Double> rows() {
    return List.of(m0, m1, m2, m3, m4, m5);
  }

  /** Java2D takes the six numbers column by column. */
  public AffineTransform toAwt() {
    return new AffineTransform(m0, m3, m1, m4, m2, m5);
  }
}
