package inkflow.diffusion.hardware;

import java.util.List;

/**
 * The GPUs that a process may use, in the driver's order, and their driver.
 *
 * @param driver its version, such as 580.65.06; empty if unknown
 * @param cuda newest version of CUDA that the driver supports, as the driver writes it: 12060 for
 *     12.6
 */
public record Gpus(String driver, int cuda, List<Gpu> gpus) {
  public Gpus {
    gpus = List.copyOf(gpus);
  }

  /** {@link #cuda} as NVIDIA writes it. */
  public String cudaName() {
    return cuda / 1000 + "." + cuda % 1000 / 10;
  }

  /**
   * @param device {@code cuda:N}, for the message
   * @throws NoGpuException if there is no GPU of this index
   */
  public Gpu require(String device, int index) {
    if (index < gpus.size()) {
      return gpus.get(index);
    }
    String there = gpus.size() == 1 ? "cuda:0" : "cuda:0 to cuda:" + (gpus.size() - 1);
    throw new NoGpuException("device: " + device + " (expected: " + there + ")");
  }
}
