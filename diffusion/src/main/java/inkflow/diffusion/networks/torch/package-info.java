/** The networks run in libtorch: scripts loaded, weights prepared, LoRAs fused, memory counted. */
package inkflow.diffusion.networks.torch;
