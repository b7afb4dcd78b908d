package inkflow.operators.session;

import java.io.Serializable;
import java.util.concurrent.ExecutorService;

/** Travels with the job to each subtask and starts what draws canvases and compresses frames. */
@FunctionalInterface
interface ImageExecutors extends Serializable {

  /**
   * @return shut down when the attempt ends
   */
  ExecutorService start(int threads, int subtask);
}
