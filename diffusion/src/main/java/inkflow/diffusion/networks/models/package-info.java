/**
 * The networks of latent diffusion, one file each, written as TorchScript for the config at hand.
 */
package inkflow.diffusion.networks.models;
