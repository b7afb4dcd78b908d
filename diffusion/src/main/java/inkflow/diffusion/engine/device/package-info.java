/**
 * The engine's port to a device: calls on batches of rows, with values on the Java heap. No tensor
 * leaves it.
 */
package inkflow.diffusion.engine.device;
