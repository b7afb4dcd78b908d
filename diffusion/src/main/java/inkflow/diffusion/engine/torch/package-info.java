/**
 * A device with the networks in libtorch: opening it, its memory, converting batches to tensors and
 * back.
 */
package inkflow.diffusion.engine.torch;
