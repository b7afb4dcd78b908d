/**
 * The batch loop's parts: frames in their stages, the fair queue, one device call, LoRA mixes, the
 * prompt cache.
 */
package inkflow.diffusion.engine.loop;
