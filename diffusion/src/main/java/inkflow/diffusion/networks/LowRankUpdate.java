package inkflow.diffusion.networks;

import inkflow.diffusion.weights.file.TensorView;

/**
 * A change of one weight by a product of two small matrices, as in "LoRA: Low-Rank Adaptation of
 * Large Language Models" (arXiv 2106.09685): W + scale x up x down.
 *
 * @param tensor the weight's name in the checkpoint, such as {@code conv_in.weight}
 * @param up (out, rank) or (out, rank, 1, 1)
 * @param down (rank, in) or (rank, in, k, k)
 * @param scale product of the scale in the mix and alpha / rank
 */
public record LowRankUpdate(String tensor, TensorView up, TensorView down, double scale) {}
