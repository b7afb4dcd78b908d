package inkflow.operators.session;

import java.io.Serializable;
import java.util.concurrent.ExecutorService;

/**
 * Serialized with the job; starts in each subtask the threads that draw canvases and compress
 * frames.
 */
@FunctionalInterface
interface ImageExecutors extends Serializable {

  /**
   * @return the caller shuts it down when the attempt ends
   */
  ExecutorService start(int threads, int subtask);
}
