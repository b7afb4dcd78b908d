package inkflow.operators.frames;

import java.io.Serializable;

/**
 * How a finished picture becomes bytes.
 *
 * @param contentType {@code image/jpeg} or {@code image/png}
 * @param quality of a JPEG, above 0 and at most 1; a PNG has none
 */
public record FrameFormat(String contentType, float quality) implements Serializable {
  public static final String JPEG = "image/jpeg";
  public static final String PNG = "image/png";

  public FrameFormat {
    if (!contentType.equals(JPEG) && !contentType.equals(PNG)) {
      throw new IllegalArgumentException(
          "contentType: " + contentType + " (expected: " + JPEG + " or " + PNG + ")");
    }
    if (!(quality > 0 && quality <= 1)) {
      throw new IllegalArgumentException("quality: " + quality + " (expected: > 0 and <= 1)");
    }
  }

  public static FrameFormat jpeg() {
    return new FrameFormat(JPEG, 0.9f);
  }
}
