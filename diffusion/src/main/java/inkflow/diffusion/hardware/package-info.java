/**
 * What this machine has to compute with: its processor, and its GPUs as their driver tells of them.
 */
package inkflow.diffusion.hardware;
