/** The names that other programs give to weights, mapped to those of diffusers. */
package inkflow.diffusion.weights.naming;
