package inkflow.diffusion.engine.loop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Makes threads that may outlive the job that started them: daemon threads that hold no reference
 * to the job's class loader.
 */
public final class EngineThreads {
  private EngineThreads() {}

  /** A thread that is not started yet. */
  public static Thread of(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setContextClassLoader(EngineThreads.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }

  /** A single-threaded executor. */
  static ExecutorService executor(String name) {
    return Executors.newSingleThreadExecutor(task -> of(name, task));
  }
}
