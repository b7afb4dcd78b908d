/** A device by the networks in libtorch: opening it, its memory, batches to tensors and back. */
package inkflow.diffusion.engine.torch;
