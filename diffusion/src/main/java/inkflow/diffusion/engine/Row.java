package inkflow.diffusion.engine;

/** One row of a UNet call: a latent at its own timestep under its own prompt. */
record Row(Latent latent, int timestep, Embedding context) {}
