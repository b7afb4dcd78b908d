package inkflow.diffusion.hardware;

/** Asks a machine for its GPUs. Any thread. */
@FunctionalInterface
public interface GpuProbe {

  /**
   * @return at least one GPU
   * @throws NoGpuException if there is none, or none that can be used
   */
  Gpus probe();
}
