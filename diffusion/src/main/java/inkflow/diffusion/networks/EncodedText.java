package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Text encoders' output for texts.
 *
 * @param states (n, tokens, width)
 * @param pooled (n, pooled width), for each whole text; empty if the UNet doesn't take it
 */
public record EncodedText(NDArray states, Optional<NDArray> pooled) {}
