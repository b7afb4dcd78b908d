package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.lcm.RepaintMask;
import java.util.Optional;

/**
 * The sampling of one frame from noise to its final latent, with its random generator. Made on any
 * thread, then used by one thread at a time.
 */
public interface Trajectory {

  /** Whether it needs the initial picture's latent; if not, it starts from pure noise. */
  boolean needsPicture();

  /**
   * Draws a latent of the initial picture with the frame's noise. Must be called before {@link
   * #start}.
   */
  Latent draw(EncodedPicture picture);

  /**
   * The first latent.
   *
   * @param encoded the initial picture's latent, or an empty one of its shape
   */
  Latent start(Latent encoded);

  /**
   * The part of the initial picture that is hidden from the UNet; empty if the UNet takes no mask.
   */
  Optional<RepaintMask> hidden();

  /**
   * Takes the encoded picture without its {@link #hidden} part. Must be called after {@link
   * #start}.
   */
  void masked(EncodedPicture picture);

  /**
   * The UNet's input for a latent: the latent itself, and for inpainting the mask and the masked
   * picture's latent after it.
   */
  Latent input(Latent latent);

  /** How many steps it has. */
  int steps();

  /** How many steps are done. */
  int stepsDone();

  /** The next step's timestep. */
  int timestep();

  /** Does the next step, with the UNet's (guided) output at {@link #timestep}. */
  Latent step(Latent latent, Latent output);

  /** Whether all steps are done. */
  boolean done();
}
