package inkflow.operators.frames;

import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.request.Picture;
import java.util.Optional;

/** Similarity of two pictures: 1 - mean absolute difference / 255, from 0 to 1. */
final class Similarity {
  private static final double RANGE = 255;

  private Similarity() {}

  /** Whether only the camera has changed, and its similarity is above the session's threshold. */
  static boolean isReached(RenderJob job, Optional<Picture> seen) {
    double threshold = job.settings().get(PictureSettings.SIMILARITY_THRESHOLD);
    return threshold < 1
        && seen.isPresent()
        && job.lastSeen().map(last -> of(last, seen.get()) > threshold).orElse(false);
  }

  /** 0 for pictures of different sizes. */
  static double of(Picture a, Picture b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      return 0;
    }
    long difference = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      difference += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return 1 - difference / (RANGE * a.rgb().length);
  }
}
