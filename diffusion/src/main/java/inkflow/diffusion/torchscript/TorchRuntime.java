package inkflow.diffusion.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import inkflow.diffusion.hardware.NoGpuException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Starts libtorch, once in a process: the one on the class path unless {@link #use} or the variable
 * {@code PYTORCH_LIBRARY_PATH} names another. Nothing is downloaded.
 */
public final class TorchRuntime {
  private static final String FOLDER = "PYTORCH_LIBRARY_PATH";
  private static final String FLAVOR = "PYTORCH_FLAVOR";

  /** The one for CUDA of those that DJL's native part is built for. */
  private static final String CUDA_FLAVOR = "cu128";

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
      if (System.getenv(FLAVOR) == null) {
        // Without it DJL assumes the old C++ ABI for a libtorch given by PYTORCH_LIBRARY_PATH.
        ifUnset(FLAVOR, "cpu");
      }
      ifUnset("ai.djl.pytorch.num_interop_threads", "1");
      ifUnset("ai.djl.pytorch.graph_optimizer", "false");
      Engine.getEngine("PyTorch");
      DirectExit.register();
      started = true;
    }
    if (threads > 0) {
      JniUtils.setNumThreads(threads);
    }
  }

  /**
   * Takes a libtorch for GPUs in place of the one on the class path. Does nothing where the
   * environment names one.
   *
   * @param folder with {@code libtorch.so}
   * @throws IllegalStateException if one was started before
   */
  public static synchronized void use(Path folder) {
    if (given().isPresent()) {
      return;
    }
    if (started) {
      throw new IllegalStateException("libtorch: started (expected: use comes first)");
    }
    System.setProperty(FOLDER, folder.toString());
    System.setProperty(FLAVOR, CUDA_FLAVOR);
  }

  /** The folder of a libtorch that the environment names. */
  public static Optional<Path> given() {
    return Optional.ofNullable(System.getenv(FOLDER))
        .filter(given -> !given.isBlank())
        .map(Path::of);
  }

  /**
   * Computes a little on a GPU, so that a libtorch that can't is found before a model is loaded.
   *
   * @throws NoGpuException with what libtorch says
   */
  public static void requireGpu(Device device) {
    try (NDManager scope = NDManager.newBaseManager(device, "PyTorch")) {
      float[] three = scope.create(new float[] {1}).add(2).toFloatArray();
      if (three[0] != 3) {
        throw new NoGpuException(device + ": 1 + 2 is " + three[0] + " on it (expected: 3)");
      }
    } catch (EngineException e) {
      String said = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new NoGpuException(
          "this libtorch does not compute on the GPU: %s (expected: one for CUDA; inkflow fetch-cuda gets it, PYTORCH_LIBRARY_PATH names another)"
              .formatted(said));
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
