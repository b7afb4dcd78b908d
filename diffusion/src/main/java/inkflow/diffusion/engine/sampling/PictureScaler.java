package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.request.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** Scales an initial picture to the size of the frame. */
public final class PictureScaler {
  private PictureScaler() {}

  /**
   * Returns the picture itself if it has the size. Else halves it while it is at least twice too
   * large, so that every pixel counts, and then scales it bicubically.
   */
  public static Picture scale(Picture picture, int width, int height) {
    if (picture.width() == width && picture.height() == height) {
      return picture;
    }
    BufferedImage image = picture.toBufferedImage();
    while (image.getWidth() >= 2 * width && image.getHeight() >= 2 * height) {
      image =
          draw(
              image,
              image.getWidth() / 2,
              image.getHeight() / 2,
              RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }
    return Picture.from(draw(image, width, height, RenderingHints.VALUE_INTERPOLATION_BICUBIC));
  }

  private static BufferedImage draw(BufferedImage from, int width, int height, Object hint) {
    BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = to.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, hint);
    graphics.drawImage(from, 0, 0, width, height, null);
    graphics.dispose();
    return to;
  }
}
