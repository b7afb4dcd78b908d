/**
 * Models on disk in any format: folders and single files of each kind, and a summary of what they
 * hold.
 */
package inkflow.diffusion.weights.checkpoint;
