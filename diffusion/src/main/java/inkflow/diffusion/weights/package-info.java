/**
 * Checkpoints on disk: safetensors files, diffusers folders, their configurations. Reads only;
 * everything from outside is checked before it is believed.
 */
package inkflow.diffusion.weights;
