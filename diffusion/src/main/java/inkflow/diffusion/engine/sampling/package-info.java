/**
 * Latent consistency sampling for one request: timesteps, noise, guidance passes, masks. Any
 * thread.
 */
package inkflow.diffusion.engine.sampling;
