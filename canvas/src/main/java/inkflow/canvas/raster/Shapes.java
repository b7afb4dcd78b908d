package inkflow.canvas.raster;

import inkflow.ShapeKind;
import inkflow.canvas.kinds.ShapeContent;
import inkflow.canvas.objects.Look;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Draws shapes: first the fill, then the outline over its edge, both smooth. */
final class Shapes {
  /** Width of a LINE whose outlineWidth is 0, in canvas units. */
  private static final double THIN = .005;

  private Shapes() {}

  static Sprite sprite(ShapeContent content, Look look, Viewport viewport) {
    boolean line = content.kind() == ShapeKind.LINE;
    Shape shape = viewport.toPixels(look.transform()).createTransformedShape(path(content));
    int outline = line && look.outline() == 0 ? look.fill() : look.outline();
    double width = line && content.outlineWidth() == 0 ? THIN : content.outlineWidth();
    float pen = (float) (width * viewport.penScale(look.transform()));
    boolean outlined = outline >>> 24 != 0 && pen > 0;
    return PictureSprite.of(
        PixelBox.touched(grown(shape.getBounds2D(), outlined ? pen / 2 : 0), viewport.frame()),
        graphics -> {
          if (!line) {
            graphics.setColor(new Color(look.fill(), true));
            graphics.fill(shape);
          }
          if (outlined) {
            graphics.setColor(new Color(outline, true));
            graphics.setStroke(new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            graphics.draw(shape);
          }
        });
  }

  private static Rectangle2D grown(Rectangle2D bounds, double by) {
    double edge = by + 1;
    return new Rectangle2D.Double(
        bounds.getX() - edge,
        bounds.getY() - edge,
        bounds.getWidth() + 2 * edge,
        bounds.getHeight() + 2 * edge);
  }

  /** In canvas units. Non-zero winding: a shape that crosses itself is filled everywhere. */
  private static Shape path(ShapeContent content) {
    double[] corners = content.corners();
    return switch (content.kind()) {
      case RECTANGLE -> between(new Rectangle2D.Double(), corners);
      case ELLIPSE -> {
        Ellipse2D ellipse = new Ellipse2D.Double();
        ellipse.setFrameFromDiagonal(corners[0], corners[1], corners[2], corners[3]);
        yield ellipse;
      }
      case LINE -> polygon(corners, false);
      case TRIANGLE, POLYGON, STAR -> polygon(corners, true);
    };
  }

  private static Rectangle2D between(Rectangle2D rectangle, double[] corners) {
    rectangle.setFrameFromDiagonal(corners[0], corners[1], corners[2], corners[3]);
    return rectangle;
  }

  private static Shape polygon(double[] corners, boolean closed) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, corners.length / 2);
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    if (closed) {
      path.closePath();
    }
    return path;
  }
}
