/**
 * The parts of the batch loop: frames in their stages, the fair queue, a device call, LoRA mixes,
 * the prompt cache.
 */
package inkflow.diffusion.engine.loop;
