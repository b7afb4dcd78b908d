/**
 * What the engine sees of a device: calls on rows, and the values that go in and out. No tensor
 * leaves it.
 */
package inkflow.diffusion.engine.device;
