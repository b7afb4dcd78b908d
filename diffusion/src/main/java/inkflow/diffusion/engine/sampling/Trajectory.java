package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.lcm.RepaintMask;
import java.util.Optional;

/**
 * One frame's way from noise to its final latent, with its noise. Made anywhere, then used by one
 * thread at a time.
 */
public interface Trajectory {

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

  /** What the UNet must not see of the initial picture; empty where it takes no mask. */
  Optional<RepaintMask> hidden();

  /** Takes the initial picture without what is {@link #hidden}; comes after the start. */
  void masked(EncodedPicture picture);

  /** What the UNet takes of a latent: itself, and the mask and the masked picture's after it. */
  Latent input(Latent latent);

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
