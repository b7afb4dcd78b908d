package inkflow.diffusion.engine;

import inkflow.diffusion.InvalidRequestException;
import inkflow.diffusion.RenderRequest;

/** Turns requests into trajectories. Any thread. */
interface Sampler {

  /**
   * How the request's frame will go. Draws no noise yet.
   *
   * @throws InvalidRequestException when the schedule doesn't have what is asked
   */
  Trajectory plan(RenderRequest request);
}
