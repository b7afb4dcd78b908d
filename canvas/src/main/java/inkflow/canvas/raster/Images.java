package inkflow.canvas.raster;

import inkflow.canvas.kinds.ImageContent;
import inkflow.canvas.objects.Look;
import inkflow.canvas.rules.ImageFiles;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * Draws images and caches the decoded ones. A truncated or damaged file is drawn as far as it can
 * be read, as in browsers. One thread at a time.
 */
final class Images {
  private static final long MOST_BYTES = 64L << 20;

  private final Map<Key, BufferedImage> decoded = new LinkedHashMap<>(16, .75f, true);

  /** Compared by identity: an object's array never changes. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Key(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.bytes == bytes;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(bytes);
    }
  }

  Sprite sprite(ImageContent image, Look look, Viewport viewport) {
    AffineTransform toPixels = viewport.toPixels(look.transform());
    Rectangle2D place = new Rectangle2D.Double(image.x(), image.y(), image.width(), image.height());
    PixelBox box =
        PixelBox.touched(toPixels.createTransformedShape(place).getBounds2D(), viewport.frame());
    return PictureSprite.of(box, graphics -> draw(graphics, image, toPixels, viewport));
  }

  private void draw(
      Graphics2D graphics, ImageContent image, AffineTransform toPixels, Viewport viewport) {
    int enough = 2 * Math.max(viewport.width(), viewport.height());
    BufferedImage pixels = halvedTo(whole(image, enough), drawnSide(image, toPixels));
    AffineTransform place = new AffineTransform(toPixels);
    place.translate(image.x(), image.y());
    place.scale(image.width() / pixels.getWidth(), image.height() / pixels.getHeight());
    graphics.drawImage(pixels, place, null);
  }

  /** Length of the image's longer side when drawn, in pixels. */
  private static double drawnSide(ImageContent image, AffineTransform toPixels) {
    double across = Math.hypot(toPixels.getScaleX(), toPixels.getShearY()) * image.width();
    double down = Math.hypot(toPixels.getShearX(), toPixels.getScaleY()) * image.height();
    return Math.max(across, down);
  }

  private BufferedImage whole(ImageContent image, int enough) {
    Key key = new Key(image.bytes());
    BufferedImage known = decoded.get(key);
    if (known == null) {
      known = halvedTo(decode(image, 2 * enough), enough);
      decoded.put(key, known);
      forgetOldest();
    }
    return known;
  }

  /** Memory of the cached images, bytes. */
  long bytes() {
    return decoded.values().stream().mapToLong(Images::bytes).sum();
  }

  private void forgetOldest() {
    long bytes = bytes();
    Iterator<BufferedImage> oldest = decoded.values().iterator();
    while (bytes > MOST_BYTES && decoded.size() > 1) {
      bytes -= bytes(oldest.next());
      oldest.remove();
    }
  }

  private static long bytes(BufferedImage image) {
    return 4L * image.getWidth() * image.getHeight();
  }

  /**
   * Reads only every n-th row and column if the file is far larger than {@code enough} pixels a
   * side.
   */
  private static BufferedImage decode(ImageContent image, int enough) {
    BufferedImage target = null;
    try (ImageInputStream input = ImageFiles.input(image.bytes())) {
      ImageReader reader = ImageFiles.reader(image.contentType());
      try {
        reader.setInput(input, true, true);
        int skip = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / enough);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(skip, skip, 0, 0);
        target = target(reader, skip);
        param.setDestination(target);
        reader.read(0, param);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The target holds what was read before the fault; draw that.
      return premultiplied(target);
    }
    return premultiplied(target);
  }

  private static BufferedImage target(ImageReader reader, int skip) throws IOException {
    ImageTypeSpecifier type = reader.getImageTypes(0).next();
    return type.createBufferedImage(
        (reader.getWidth(0) + skip - 1) / skip, (reader.getHeight(0) + skip - 1) / skip);
  }

  private static BufferedImage premultiplied(BufferedImage image) {
    if (image == null) {
      return new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB_PRE);
    }
    return drawn(image, image.getWidth(), image.getHeight());
  }

  /** Averages 2x2 pixels while the longer side is at least twice {@code side}. */
  private static BufferedImage halvedTo(BufferedImage image, double side) {
    BufferedImage halved = image;
    while (Math.max(halved.getWidth(), halved.getHeight()) >= 2 * Math.max(1, side)) {
      halved =
          drawn(halved, Math.max(1, halved.getWidth() / 2), Math.max(1, halved.getHeight() / 2));
    }
    return halved;
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D graphics = drawn.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return drawn;
  }
}
