/**
 * Latent consistency models: the noise schedule, which timesteps are visited, and what one step
 * does. Plain arithmetic: no tensors, no device. Luo et al., "Latent Consistency Models" (arXiv
 * 2310.04378) and "LCM-LoRA" (arXiv 2311.05556); numbers agree with diffusers' LCMScheduler.
 */
package inkflow.diffusion.lcm;
