package inkflow.operators;

import inkflow.CameraFrame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Frames of one camera in session {@code s}, with rising numbers. */
public final class CameraFrames {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 60;
  private long number;

  /** A frame of a single grey. */
  public CameraFrame grey(int level) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[WIDTH * HEIGHT];
    Arrays.fill(pixels, level << 16 | level << 8 | level);
    image.setRGB(0, 0, WIDTH, HEIGHT, pixels, 0, WIDTH);
    return of(png(image));
  }

  /** A frame that can't be decoded. */
  public CameraFrame broken() {
    return of(new byte[] {1, 2, 3});
  }

  /** One whose header says that it is so large. */
  public CameraFrame promising(int width, int height) {
    byte[] bytes = png(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
    ByteBuffer header = ByteBuffer.wrap(bytes).putInt(16, width).putInt(20, height);
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    return of(bytes);
  }

  private CameraFrame of(byte[] bytes) {
    number++;
    return new CameraFrame(
        "s", "cam", number, Instant.EPOCH, WIDTH, HEIGHT, "image/png", ByteBuffer.wrap(bytes));
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
