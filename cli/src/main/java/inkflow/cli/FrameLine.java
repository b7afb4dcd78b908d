package inkflow.cli;

import inkflow.GeneratedFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Formats a frame as one line of figures: number, age and timings. */
final class FrameLine {
  private FrameLine() {}

  /**
   * All times are in milliseconds; age is measured from the arrival of the frame's last event at
   * the job.
   */
  static String of(GeneratedFrame frame, Instant now) {
    double age = Duration.between(frame.getReceivedAt(), now).toNanos() / 1e6;
    return String.format(
        Locale.ROOT,
        "#%d  %dx%d %s  offset %d  age %.0f ms  queue %.1f  text %.1f  encode %.1f  denoise %.1f"
            + "  decode %.1f  image %.1f  rows %.1f  \"%s\"",
        frame.getFrameNumber(),
        frame.getWidth(),
        frame.getHeight(),
        bytes(frame.getBytes().remaining()),
        frame.getCanvasOffset(),
        age,
        millis(frame.getQueueMicros()),
        millis(frame.getTextMicros()),
        millis(frame.getEncodeMicros()),
        millis(frame.getDenoiseMicros()),
        millis(frame.getDecodeMicros()),
        millis(frame.getImageMicros()),
        frame.getBatchRows(),
        frame.getPrompt());
  }

  private static double millis(long micros) {
    return micros / 1e3;
  }

  private static String bytes(int count) {
    return String.format(Locale.ROOT, "%.1f kB", count / 1e3);
  }
}
