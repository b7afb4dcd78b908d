package inkflow.canvas.rules;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Opens image files: PNG, JPEG, WebP. */
public final class ImageFiles {
  private static final String WEBP = "image/webp";
  private static final Map<String, String> FORMATS =
      Map.of("image/png", "png", "image/jpeg", "jpeg");

  private ImageFiles() {}

  /**
   * Reads only the header, so an image with too many pixels is refused before memory is allocated
   * for it.
   */
  static void check(String contentType, ByteBuffer file, CanvasLimits limits)
      throws RefusedEventException {
    if (!contentType.equals(WEBP) && !FORMATS.containsKey(contentType)) {
      throw RefusedEventException.of(
          "image.content-type",
          "contentType",
          EventChecks.shown(contentType),
          "image/png, image/jpeg or image/webp");
    }
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    long width;
    long height;
    try (ImageInputStream input = input(bytes)) {
      ImageReader reader = reader(contentType);
      try {
        reader.setInput(input, true, true);
        width = reader.getWidth(0);
        height = reader.getHeight(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw RefusedEventException.of(
          "image.unreadable", "bytes", EventChecks.shown(e.toString()), "a file of " + contentType);
    }
    if (width < 1
        || height < 1
        || Math.max(width, height) > limits.imageSide()
        || width * height > limits.imagePixels()) {
      throw RefusedEventException.of(
          "image.too-many-pixels",
          "bytes",
          width + "x" + height + " pixels",
          "at most " + limits.imagePixels() + ", " + limits.imageSide() + " a side");
    }
  }

  /**
   * A reader for one kind of file.
   *
   * @param contentType one that {@link #check} accepts
   * @return the caller disposes of it
   */
  public static ImageReader reader(String contentType) throws IOException {
    // Created directly: ImageIO would look for plugins with the thread's context class loader,
    // which may be any.
    return contentType.equals(WEBP)
        ? new WebPImageReaderSpi().createReaderInstance(null)
        : ImageIO.getImageReadersByFormatName(FORMATS.get(contentType)).next();
  }

  public static ImageInputStream input(byte[] bytes) {
    InputStream stream = new ByteArrayInputStream(bytes);
    return new MemoryCacheImageInputStream(stream);
  }
}
