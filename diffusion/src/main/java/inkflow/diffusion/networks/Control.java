package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;

/**
 * What a ControlNet sees of the rows of a UNet call.
 *
 * @param name that it was loaded under
 * @param rgb uint8 (n, height, width, 3), as large as the picture to be made
 * @param scales (n) of what it adds to each row
 */
public record Control(String name, NDArray rgb, NDArray scales) {}
