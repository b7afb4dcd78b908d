package inkflow.diffusion.engine.torch;

import ai.djl.Device;
import inkflow.diffusion.hardware.CudaDriver;
import inkflow.diffusion.hardware.GpuProbe;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the device names of the options. */
public final class TorchDeviceName {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  private TorchDeviceName() {}

  /** As {@link #of(String, GpuProbe)} with the driver of this machine. */
  public static Device of(String name) {
    return of(name, CudaDriver.here());
  }

  /**
   * @param name {@code cpu}, {@code cuda} or {@code cuda:N}
   * @param probe asked only for a GPU
   * @throws IllegalArgumentException for another name
   * @throws inkflow.diffusion.hardware.NoGpuException for a GPU that isn't there
   */
  static Device of(String name, GpuProbe probe) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    Matcher cuda = CUDA.matcher(name);
    if (!cuda.matches()) {
      throw new IllegalArgumentException("device: " + name + " (expected: cpu or cuda:N)");
    }
    int index = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
    return Device.gpu(probe.probe().require(name, index).index());
  }
}
