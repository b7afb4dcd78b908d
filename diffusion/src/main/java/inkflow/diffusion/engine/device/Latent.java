package inkflow.diffusion.engine.device;

import java.util.Arrays;

/**
 * A latent image on the Java heap.
 *
 * @param values float32, CHW: channels x height x width; not copied, so don't write to it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Latent(int channels, int height, int width, float[] values) {

  public Latent {
    if (values.length != channels * height * width) {
      throw new IllegalArgumentException(
          "values: %d (expected: %d x %d x %d)".formatted(values.length, channels, height, width));
    }
  }

  /** This one's channels followed by those of another, of the same height and width. */
  public Latent and(Latent other) {
    float[] joined = Arrays.copyOf(values, values.length + other.values.length);
    System.arraycopy(other.values, 0, joined, values.length, other.values.length);
    return new Latent(channels + other.channels, height, width, joined);
  }

  /** A latent with these values and this one's shape. */
  public Latent with(float[] others) {
    return new Latent(channels, height, width, others);
  }
}
