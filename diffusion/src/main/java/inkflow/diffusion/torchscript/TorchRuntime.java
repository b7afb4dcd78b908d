package inkflow.diffusion.torchscript;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** Starts libtorch from the jars on the class path, once in a process; nothing is downloaded. */
public final class TorchRuntime {
  private static boolean started;

  private TorchRuntime() {}

  /**
   * Loads the natives on the first call; later calls only set the thread count.
   *
   * @param threads of one operation on the CPU, of the whole process; 0 leaves libtorch's choice
   */
  public static synchronized void start(int threads) {
    if (!started) {
      ifUnset("ai.djl.offline", "true");
      ifUnset("OPT_OUT_TRACKING", "true");
      if (System.getenv("PYTORCH_FLAVOR") == null) {
        // Without it DJL takes a libtorch given by PYTORCH_LIBRARY_PATH for the old C++ ABI.
        ifUnset("PYTORCH_FLAVOR", "cpu");
      }
      ifUnset("ai.djl.pytorch.num_interop_threads", "1");
      ifUnset("ai.djl.pytorch.graph_optimizer", "false");
      Engine.getEngine("PyTorch");
      started = true;
    }
    if (threads > 0) {
      JniUtils.setNumThreads(threads);
    }
  }

  /** Threads of one operation on the CPU. */
  public static int threads() {
    return JniUtils.getNumThreads();
  }

  private static void ifUnset(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
