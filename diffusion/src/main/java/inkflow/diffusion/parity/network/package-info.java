/** Golden cases of single networks, adapters and files. */
package inkflow.diffusion.parity.network;
