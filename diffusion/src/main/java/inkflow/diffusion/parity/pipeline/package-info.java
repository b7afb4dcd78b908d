/** Golden cases of whole runs, from a prompt to a picture. */
package inkflow.diffusion.parity.pipeline;
