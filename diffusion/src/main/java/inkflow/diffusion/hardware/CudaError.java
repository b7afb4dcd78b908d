package inkflow.diffusion.hardware;

/** Errors of NVIDIA's driver, by their numbers in its API, and what to do about them. */
final class CudaError {
  static final int OUT_OF_MEMORY = 2;
  static final int STUB_LIBRARY = 34;
  static final int DEVICE_UNAVAILABLE = 46;
  static final int NO_DEVICE = 100;
  static final int SYSTEM_DRIVER_MISMATCH = 803;
  static final int UNKNOWN = 999;

  private CudaError() {}

  static String message(int error) {
    return switch (error) {
      case OUT_OF_MEMORY ->
          "the GPU's memory is full: others use all of it (nvidia-smi lists them; stop one, or take"
              + " --device cpu)";
      case STUB_LIBRARY ->
          "the GPU's driver is a stub to compile with, and no driver (take its folder from"
              + " LD_LIBRARY_PATH)";
      case DEVICE_UNAVAILABLE ->
          "the GPU is taken: another process has it for itself (nvidia-smi lists them; stop it, or"
              + " take --device cpu)";
      case NO_DEVICE ->
          "no GPU: the driver is there and shows none"
              + hidden()
              + " (expected: a GPU that"
              + " nvidia-smi lists; in a container, --gpus all; or take --device cpu)";
      case SYSTEM_DRIVER_MISMATCH ->
          "the GPU's driver does not start: its library and its kernel module are of two versions"
              + " (restart the machine)";
      case UNKNOWN ->
          "the GPU's driver does not start, and does not say why (see whether nvidia-smi lists the"
              + " GPU; restart the machine, or install the driver anew)";
      default ->
          "the GPU's driver says error "
              + error
              + " (see whether nvidia-smi lists the GPU; or take"
              + " --device cpu)";
    };
  }

  private static String hidden() {
    String visible = System.getenv("CUDA_VISIBLE_DEVICES");
    return visible == null ? "" : ", as CUDA_VISIBLE_DEVICES is '" + visible + "'";
  }
}
