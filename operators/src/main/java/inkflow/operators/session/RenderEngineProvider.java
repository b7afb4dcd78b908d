package inkflow.operators.session;

import inkflow.diffusion.RenderEngine;
import java.io.Serializable;

/** Travels with the job to each subtask and gets it an engine there. */
@FunctionalInterface
public interface RenderEngineProvider extends Serializable {

  /**
   * Called once an attempt, on the task thread; may take as long as loading a model does.
   *
   * @return closed when the attempt ends; an engine that several subtasks share outlives that
   * @throws Exception fails the attempt: no model, no device, broken weights
   */
  RenderEngine open() throws Exception;
}
