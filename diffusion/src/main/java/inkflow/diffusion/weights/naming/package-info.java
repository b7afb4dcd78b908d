/** Maps other programs' names of weights to those of diffusers. */
package inkflow.diffusion.weights.naming;
