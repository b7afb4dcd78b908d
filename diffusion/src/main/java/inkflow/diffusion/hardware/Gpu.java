package inkflow.diffusion.hardware;

/**
 * A GPU, as reported by its driver.
 *
 * @param index the N of {@code cuda:N}
 * @param capability compute capability, major and minor as one number: 90 for 9.0
 * @param totalBytes of its memory
 * @param freeBytes of its memory at the time of the probe
 */
public record Gpu(int index, String name, int capability, long totalBytes, long freeBytes) {

  /** The compute capability as NVIDIA writes it. */
  public String capabilityName() {
    return capability / 10 + "." + capability % 10;
  }
}
