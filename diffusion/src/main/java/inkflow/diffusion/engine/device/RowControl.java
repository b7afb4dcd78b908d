package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.Picture;

/**
 * A ControlNet's input for one row of a UNet call.
 *
 * @param picture of the frame's size
 */
public record RowControl(String name, Picture picture, double scale) {}
