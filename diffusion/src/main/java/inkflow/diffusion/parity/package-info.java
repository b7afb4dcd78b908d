/** Runs a folder of golden cases and reports how far this engine is from the reference. */
package inkflow.diffusion.parity;
