package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.RenderRequest;

/** Turns requests into trajectories. Any thread. */
public interface Sampler {

  /**
   * Plans a request's trajectory. Draws no noise yet.
   *
   * @throws InvalidRequestException when the schedule can't do what is asked
   */
  Trajectory plan(RenderRequest request);
}
