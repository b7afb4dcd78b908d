package inkflow.diffusion.engine.loop;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads that outlive jobs: they keep neither the process nor the class loader of the job that
 * happened to start them.
 */
public final class EngineThreads {
  private EngineThreads() {}

  /** One that is not started. */
  public static Thread of(String name, Runnable task) {
    Thread thread = new Thread(null, task, name, 0, false);
    thread.setContextClassLoader(EngineThreads.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }

  /** One that does a task after the other. */
  static ExecutorService executor(String name) {
    return Executors.newSingleThreadExecutor(task -> of(name, task));
  }
}
