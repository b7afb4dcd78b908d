package inkflow.diffusion.engine;

import inkflow.diffusion.Picture;

/**
 * What a ControlNet sees in one row of a UNet call.
 *
 * @param picture of the frame's size
 */
record RowControl(String name, Picture picture, double scale) {}
