package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;

/**
 * A ControlNet's input for the rows of a UNet call.
 *
 * @param name that it was loaded under
 * @param rgb uint8 (n, height, width, 3), of the size of the picture to make
 * @param scales (n), factor of its residuals for each row
 */
public record Control(String name, NDArray rgb, NDArray scales) {}
