package inkflow.diffusion.networks;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What text encoders make of texts.
 *
 * @param states (n, tokens, width)
 * @param pooled (n, pooled width): each text as a whole, where the UNet takes that
 */
public record EncodedText(NDArray states, Optional<NDArray> pooled) {}
