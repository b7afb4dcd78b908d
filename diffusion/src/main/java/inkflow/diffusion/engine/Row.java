package inkflow.diffusion.engine;

/**
 * One row of a UNet call: a latent at its own timestep under its own prompt.
 *
 * @param guidanceScale counts where the UNet takes guidance as an embedding
 */
record Row(
    Latent latent, int timestep, Embedding text, MicroConditioning size, double guidanceScale) {}
