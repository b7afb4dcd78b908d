/**
 * Low-rank adapters: reading files in all common naming schemes, matching them to a model's
 * modules, and a plain merge as the reference for faster ones. Hu et al., arXiv 2106.09685.
 */
package inkflow.diffusion.lora;
