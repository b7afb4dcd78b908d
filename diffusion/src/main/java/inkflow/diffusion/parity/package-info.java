/** Runs a folder of golden cases and says how far from the reference this engine is. */
package inkflow.diffusion.parity;
