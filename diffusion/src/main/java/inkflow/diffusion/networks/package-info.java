/**
 * The port to a checkpoint's networks: text, UNet and autoencoder as calls on batches. The engine
 * uses nothing else of them.
 */
package inkflow.diffusion.networks;
