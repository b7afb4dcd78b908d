package inkflow.operators.session;

import inkflow.diffusion.RenderEngine;
import java.io.Serializable;

/** Serialized with the job; opens an engine in each subtask. */
@FunctionalInterface
public interface RenderEngineProvider extends Serializable {

  /**
   * Called once per execution attempt, on the task thread. May take as long as loading a model.
   *
   * @return closed by the caller when the attempt ends; closing a shared engine only ends this
   *     subtask's use of it
   * @throws Exception fails the attempt: no model, no device, broken weights
   */
  RenderEngine open() throws Exception;
}
