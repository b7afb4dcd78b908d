package inkflow.diffusion.engine;

import inkflow.diffusion.InvalidRequestException;
import inkflow.diffusion.RenderRequest;

/** Turns requests into trajectories. Any thread. */
interface Sampler {

  /**
   * @throws InvalidRequestException when the schedule doesn't have what is asked
   */
  Trajectory plan(RenderRequest request);
}
