package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.RenderRequest;

/** Turns requests into trajectories. Any thread. */
public interface Sampler {

  /**
   * How the request's frame will go. Draws no noise yet.
   *
   * @throws InvalidRequestException when the schedule doesn't have what is asked
   */
  Trajectory plan(RenderRequest request);
}
