/** Golden cases of schedules, steps, noise and tokens. */
package inkflow.diffusion.parity.sampling;
