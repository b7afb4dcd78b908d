/**
 * The layers that networks are made of: the plain ones, which judge, and those laid out for oneDNN.
 */
package inkflow.diffusion.networks.layers;
