/** Describes this machine's hardware: its processor, and its GPUs as reported by their driver. */
package inkflow.diffusion.hardware;
