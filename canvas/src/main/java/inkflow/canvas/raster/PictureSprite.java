package inkflow.canvas.raster;

import inkflow.canvas.objects.Look;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.function.Consumer;

/**
 * An object drawn by Java2D on its own transparent layer, so that its opacity applies to the whole
 * object and not to each part.
 */
final class PictureSprite implements Sprite {
  static final PictureSprite NOTHING = new PictureSprite(PixelBox.EMPTY, new int[0]);

  private final PixelBox box;
  private final int[] argb;

  private PictureSprite(PixelBox box, int[] argb) {
    this.box = box;
    this.argb = argb;
  }

  /**
   * @param draws draws in pixel coordinates of the whole picture
   */
  static PictureSprite of(PixelBox box, Consumer<Graphics2D> draws) {
    if (box.isEmpty()) {
      return NOTHING;
    }
    BufferedImage layer =
        new BufferedImage(box.width(), box.height(), BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D graphics = layer.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.translate(-box.left(), -box.top());
      draws.accept(graphics);
    } finally {
      graphics.dispose();
    }
    return new PictureSprite(box, ((DataBufferInt) layer.getRaster().getDataBuffer()).getData());
  }

  @Override
  public PixelBox box() {
    return box;
  }

  @Override
  public void paint(PixelGrid below, PixelBox clip, Look look) {
    PixelBox part = clip.and(box);
    int opacity = (int) Math.round(255 * look.opacity());
    for (int y = part.top(); y < part.bottom(); y++) {
      int from = (y - box.top()) * box.width() - box.left();
      for (int x = part.left(); x < part.right(); x++) {
        below.coverPremultiplied(y * below.width() + x, argb[from + x], opacity);
      }
    }
  }

  @Override
  public long bytes() {
    return 100L + (long) Integer.BYTES * argb.length;
  }
}
