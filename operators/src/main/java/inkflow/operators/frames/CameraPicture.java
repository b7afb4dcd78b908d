package inkflow.operators.frames;

import inkflow.CameraFrame;
import inkflow.canvas.rules.CanvasLimits;
import inkflow.canvas.rules.ImageFiles;
import inkflow.diffusion.request.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes camera frames. Reads the header first, so that a frame with too many pixels is refused
 * before memory is allocated for it.
 */
final class CameraPicture {
  private static final CanvasLimits LIMITS = CanvasLimits.defaults();

  private CameraPicture() {}

  /**
   * Scaled and cropped around its centre to the frame's aspect ratio, so that nothing is stretched.
   *
   * @throws UnreadableCameraFrameException for bytes that are not an image, or for more pixels than
   *     an image on the canvas may have
   */
  static Picture decode(CameraFrame frame, int width, int height) {
    BufferedImage image = read(frame, Math.max(width, height));
    double scale = Math.max((double) width / image.getWidth(), (double) height / image.getHeight());
    int w = (int) Math.ceil(image.getWidth() * scale);
    int h = (int) Math.ceil(image.getHeight() * scale);
    BufferedImage fitted = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = fitted.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, (width - w) / 2, (height - h) / 2, w, h, null);
    graphics.dispose();
    return Picture.from(fitted);
  }

  private static BufferedImage read(CameraFrame frame, int side) {
    ByteBuffer bytes = frame.getBytes().duplicate();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    try (ImageInputStream input = ImageFiles.input(copy)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        throw new IOException("no decoder");
      }
      return read(readers.next(), input, side);
    } catch (IOException | RuntimeException e) {
      throw new UnreadableCameraFrameException(frame.getContentType(), e);
    }
  }

  /** Reads only every n-th row and column if the image is far larger than {@code side} pixels. */
  private static BufferedImage read(ImageReader reader, ImageInputStream input, int side)
      throws IOException {
    try {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (Math.max(width, height) > LIMITS.imageSide()
          || (long) width * height > LIMITS.imagePixels()) {
        throw new IOException(width + "x" + height + " pixels, at most " + LIMITS.imagePixels());
      }
      int skip = Math.max(1, Math.min(width, height) / (2 * side));
      ImageReadParam param = reader.getDefaultReadParam();
      param.setSourceSubsampling(skip, skip, 0, 0);
      return reader.read(0, param);
    } finally {
      reader.dispose();
    }
  }
}
