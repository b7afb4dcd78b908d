/** Reads safetensors files and the JSON beside them, and validates both. */
package inkflow.diffusion.weights.file;
