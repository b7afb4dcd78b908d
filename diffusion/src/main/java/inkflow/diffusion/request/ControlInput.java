package inkflow.diffusion.request;

import java.util.Objects;

/**
 * A ControlNet's input picture for a frame.
 *
 * @param name that the ControlNet was loaded under
 * @param picture in the form that it was trained on, such as edges, a depth map or a pose; scaled
 *     to the frame's size if it differs
 * @param scale factor of the ControlNet's residuals; 1 is as trained, 0 is off
 * @param start share of the frame's steps after which it starts, at least 0 and below {@code end}
 * @param end share of the steps after which it ends, at most 1
 * @param guess whether the model is to guess from the picture more than from the prompt: residual i
 *     of n is scaled by 10^(i / (n - 1) - 1) too, so that the outer ones count less, and a guided
 *     picture's negative pass runs without the ControlNet
 */
public record ControlInput(
    String name, Picture picture, double scale, double start, double end, boolean guess) {

  public ControlInput {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(picture, "picture");
    require(Double.isFinite(scale), "scale", scale, "a finite number");
    require(start >= 0 && start < end, "start", start, ">= 0 and below the end, " + end);
    require(end <= 1, "end", end, "<= 1");
  }

  /** Without guessing. */
  public ControlInput(String name, Picture picture, double scale, double start, double end) {
    this(name, picture, scale, start, end, false);
  }

  /** Active in all steps. */
  public ControlInput(String name, Picture picture, double scale) {
    this(name, picture, scale, 0, 1);
  }

  /**
   * Whether it is active in a step: only if the whole step is within its share, as in diffusers.
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
