package inkflow.canvas.rules;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Generated image files. */
public final class TestingImages {
  private TestingImages() {}

  /** Red grows to the right, green to the bottom. */
  public static ByteBuffer png(int width, int height) {
    return file("png", width, height);
  }

  public static ByteBuffer jpeg(int width, int height) {
    return file("jpeg", width, height);
  }

  private static ByteBuffer file(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, ((255 * x / width) << 16) | ((255 * y / height) << 8) | 64);
      }
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(image, format, bytes);
      return ByteBuffer.wrap(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
