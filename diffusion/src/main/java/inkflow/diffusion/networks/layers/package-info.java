/**
 * The layers of the networks: the plain ones, which are the reference, and faster ones for oneDNN.
 */
package inkflow.diffusion.networks.layers;
