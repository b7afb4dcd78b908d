package inkflow.diffusion.networks;

import inkflow.diffusion.lora.kinds.WeightDelta;

/**
 * A change of one tensor by an adapter: W + scale x delta.
 *
 * @param tensor its name in the checkpoint, such as {@code conv_in.weight}
 * @param scale product of the scale in the mix and alpha / rank
 */
public record WeightUpdate(String tensor, WeightDelta delta, double scale) {}
