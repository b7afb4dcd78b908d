package inkflow.operators.frames;

import inkflow.canvas.document.Document;
import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.request.Picture;
import inkflow.operators.RenderSettings;
import java.util.Optional;

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
    Picture camera =
        CameraPicture.decode(job.state().camera().get(), settings.width(), settings.height());
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
