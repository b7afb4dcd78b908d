package inkflow.operators.frames;

import inkflow.CameraFrame;
import inkflow.canvas.document.Document;
import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.request.Picture;
import inkflow.operators.RenderSettings;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * The picture a render starts from: the canvas, the camera blended over it, and a share of the last
 * picture.
 */
final class InitialPicture {
  /** Share of the camera if nobody set one and the canvas is not empty. */
  private static final double EVEN_MIX = 0.5;

  private InitialPicture() {}

  /** Canvas and camera. Empty if they have no influence, which is at strength 1 with follow 0. */
  static Optional<Picture> of(RenderJob job) {
    RenderSettings settings = job.settings();
    return settings.seesCanvas() ? Optional.of(seen(job, settings)) : Optional.empty();
  }

  /** {@code seen} blended with the last generated picture by the session's {@code feedback}. */
  static Picture withFeedback(RenderJob job, Picture seen) {
    double feedback = job.settings().get(PictureSettings.FEEDBACK);
    return job.previous()
        .filter(last -> feedback > 0 && last.rgb().length == seen.rgb().length)
        .map(last -> blend(seen, last, feedback))
        .orElse(seen);
  }

  private static Picture seen(RenderJob job, RenderSettings settings) {
    double share = job.state().camera().isPresent() ? cameraShare(job) : 0;
    if (share <= 0) {
      return canvas(job);
    }
    Picture camera = decode(job.state().camera().get(), settings.width(), settings.height());
    return share >= 1 ? camera : blend(canvas(job), camera, share);
  }

  private static double cameraShare(RenderJob job) {
    boolean drawn = !job.state().document().looksLike(Document.empty());
    return job.settings().find(PictureSettings.CAMERA_MIX).orElse(drawn ? EVEN_MIX : 1.0);
  }

  private static Picture canvas(RenderJob job) {
    synchronized (job.rasterizer()) {
      return Picture.from(
          job.rasterizer()
              .draw(job.state().document(), job.settings().width(), job.settings().height()));
    }
  }

  /**
   * Scaled and cropped around its centre to the frame's aspect ratio, so that nothing is stretched.
   */
  private static Picture decode(CameraFrame frame, int width, int height) {
    BufferedImage image = read(frame);
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

  private static BufferedImage read(CameraFrame frame) {
    ByteBuffer bytes = frame.getBytes().duplicate();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(copy));
      if (image == null) {
        throw new IOException("no decoder");
      }
      return image;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableCameraFrameException(frame.getContentType(), e);
    }
  }

  /** (1 - share) * under + share * over, for each pixel. */
  static Picture blend(Picture under, Picture over, double share) {
    int weight = (int) Math.round(share * 256);
    byte[] mixed = new byte[under.rgb().length];
    for (int i = 0; i < mixed.length; i++) {
      int a = under.rgb()[i] & 0xff;
      int b = over.rgb()[i] & 0xff;
      mixed[i] = (byte) ((a * (256 - weight) + b * weight + 128) >> 8);
    }
    return new Picture(under.width(), under.height(), mixed);
  }
}
