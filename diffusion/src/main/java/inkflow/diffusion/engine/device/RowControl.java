package inkflow.diffusion.engine.device;

import inkflow.diffusion.request.Picture;

/**
 * What a ControlNet sees in one row of a UNet call.
 *
 * @param picture of the frame's size
 */
public record RowControl(String name, Picture picture, double scale) {}
