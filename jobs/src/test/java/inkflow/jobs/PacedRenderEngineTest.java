package inkflow.jobs;

import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.RenderEngineContract;
import java.time.Duration;

/** The job tests' engine keeps what the real one keeps. */
class PacedRenderEngineTest extends RenderEngineContract {

  @Override
  protected RenderEngine open() {
    return new PacedRenderEngine(Duration.ofMillis(1));
  }
}
