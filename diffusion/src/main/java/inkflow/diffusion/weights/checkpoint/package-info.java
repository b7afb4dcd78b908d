/**
 * Models on disk, however they are stored: folders and single files of each kind, and what is in
 * them.
 */
package inkflow.diffusion.weights.checkpoint;
