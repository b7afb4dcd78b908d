package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.Picture;

/**
 * A ControlNet's input for one row of a UNet call.
 *
 * @param picture of the frame's size
 * @param guess as in {@link inkflow.diffusion.request.ControlInput}
 */
public record RowControl(String name, Picture picture, double scale, boolean guess) {

  /** Without guessing. */
  public RowControl(String name, Picture picture, double scale) {
    this(name, picture, scale, false);
  }

  /** The same for the row of a negative prompt, which gets no residuals where the other guesses. */
  public RowControl negative() {
    return guess ? new RowControl(name, picture, 0, true) : this;
  }
}
