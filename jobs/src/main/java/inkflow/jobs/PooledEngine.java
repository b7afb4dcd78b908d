package inkflow.jobs;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.engine.EnginePool;
import inkflow.operators.session.RenderEngineProvider;

/**
 * Leases the engine that all slots of a TaskManager share. The first lease loads the model, which
 * takes seconds.
 */
record PooledEngine(EngineOptions options) implements RenderEngineProvider {

  @Override
  public RenderEngine open() {
    return EnginePool.shared().lease(options);
  }
}
