/**
 * Low-rank adapters: files in every naming in use, brought to the model's own module names, and the
 * plain merge that judges faster ones. Hu et al., arXiv 2106.09685.
 */
package inkflow.diffusion.lora;
