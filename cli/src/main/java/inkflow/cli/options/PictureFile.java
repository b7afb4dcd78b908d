package inkflow.cli.options;

import inkflow.diffusion.request.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Reads a picture that an option names. */
public final class PictureFile {
  private PictureFile() {}

  /**
   * @throws IOException naming the option, if the file is missing or not a picture
   */
  public static Picture read(String option, Path file) throws IOException {
    BufferedImage image = null;
    if (file.toFile().isFile()) {
      image = ImageIO.read(file.toFile());
    }
    if (image == null) {
      throw new IOException(option + ": " + file + " (expected: a PNG or JPEG picture)");
    }
    return Picture.from(image);
  }
}
