/**
 * A request's way from noise to its final latent: timesteps, guidance passes, masks. Any thread.
 */
package inkflow.diffusion.engine.sampling;
