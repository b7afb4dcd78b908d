package inkflow.canvas.raster;

import inkflow.canvas.kinds.TextContent;
import inkflow.canvas.objects.Look;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/**
 * Draws text as outlines in the machine's fonts. Machines with different fonts draw different
 * letters.
 */
final class Texts {
  /** Font size at which outlines are taken, in points; they are then scaled. */
  private static final int DESIGN_SIZE = 256;

  private static final FontRenderContext PRECISE = new FontRenderContext(null, true, true);

  /** Loads the machine's fonts on first use; Java throws an Error if there are none. */
  private static final class Fonts {
    static final boolean FOUND = found();

    private static boolean found() {
      try {
        return new Font(Font.SANS_SERIF, Font.PLAIN, DESIGN_SIZE)
                .getLineMetrics("a", PRECISE)
                .getHeight()
            > 0;
      } catch (RuntimeException | InternalError | LinkageError e) {
        return false;
      }
    }
  }

  private Texts() {}

  /** Whether this machine has fonts. If not, text is not drawn. */
  static boolean drawable() {
    return Fonts.FOUND;
  }

  static Sprite sprite(TextContent text, Look look, Viewport viewport) {
    if (!drawable()) {
      return PictureSprite.NOTHING;
    }
    Shape outline = viewport.toPixels(look.transform()).createTransformedShape(outline(text));
    return PictureSprite.of(
        PixelBox.touched(outline.getBounds2D(), viewport.frame()),
        graphics -> {
          graphics.setColor(new Color(look.fill(), true));
          graphics.fill(outline);
        });
  }

  /** In canvas units. */
  private static Shape outline(TextContent text) {
    Font font =
        new Font(text.font() == null ? Font.SANS_SERIF : text.font(), Font.PLAIN, DESIGN_SIZE);
    Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
    double baseline = text.y();
    for (String line : text.text().split("\n", -1)) {
      if (!line.isBlank()) {
        all.append(placed(line, font, text, baseline), false);
      }
      baseline += text.size();
    }
    return all;
  }

  private static Shape placed(String line, Font font, TextContent text, double baseline) {
    LineMetrics metrics = font.getLineMetrics(line, PRECISE);
    double scale = text.size() / metrics.getHeight();
    AffineTransform place = new AffineTransform(scale, 0, 0, scale, text.x(), baseline);
    return new TextLayout(line, font, PRECISE).getOutline(place);
  }
}
