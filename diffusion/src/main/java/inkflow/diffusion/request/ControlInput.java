package inkflow.diffusion.request;

import java.util.Objects;

/**
 * A picture for a ControlNet to hold a frame to.
 *
 * @param name that the ControlNet was loaded under
 * @param picture in the form that it was trained on, such as edges, a depth map or a pose; scaled
 *     to the frame's size if it differs
 * @param scale of what the ControlNet adds to the UNet; 1 is as trained, 0 leaves it out
 * @param start share of the frame's steps after which it begins, from 0 to below {@code end}
 * @param end share of the steps after which it is done, at most 1
 */
public record ControlInput(String name, Picture picture, double scale, double start, double end) {

  public ControlInput {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(picture, "picture");
    require(Double.isFinite(scale), "scale", scale, "a finite number");
    require(start >= 0 && start < end, "start", start, ">= 0 and below the end, " + end);
    require(end <= 1, "end", end, "<= 1");
  }

  /** In all steps. */
  public ControlInput(String name, Picture picture, double scale) {
    this(name, picture, scale, 0, 1);
  }

  /**
   * Whether it counts in a step: only in those that lie wholly within its share, as in diffusers.
   *
   * @param step from 0
   * @param steps of the frame
   */
  public boolean countsIn(int step, int steps) {
    return (double) step / steps >= start && (double) (step + 1) / steps <= end;
  }

  private static void require(boolean holds, String key, double value, String expected) {
    if (!holds) {
      throw new InvalidRequestException("controls." + key, value, expected);
    }
  }
}
