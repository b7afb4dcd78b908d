package inkflow.diffusion.engine;

/**
 * One frame's way from noise to its final latent, with its noise. Made anywhere, then used by one
 * thread at a time.
 */
interface Trajectory {

  /** Whether it needs the initial picture's latent; if not, it starts from noise alone. */
  boolean needsPicture();

  /** A latent of the initial picture, drawn with the frame's noise; comes before the start. */
  Latent draw(EncodedPicture picture);

  /**
   * The first latent.
   *
   * @param encoded the initial picture's latent, or an empty one of its shape
   */
  Latent start(Latent encoded);

  /** How many steps it has. */
  int steps();

  /** How many of them are done. */
  int stepsDone();

  /** The next step's timestep. */
  int timestep();

  /** Makes the next step from the UNet's (guided) output at {@link #timestep}. */
  Latent step(Latent latent, Latent output);

  /** No step is left. */
  boolean done();
}
