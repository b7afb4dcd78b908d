package inkflow.diffusion.engine.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where networks compute, by its name in the options. */
final class TorchDeviceName {
  private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

  private TorchDeviceName() {}

  /**
   * @param name {@code cpu}, {@code cuda} or {@code cuda:N}
   * @throws IllegalArgumentException for another name, or a GPU that isn't there
   */
  static Device of(String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    Matcher cuda = CUDA.matcher(name);
    if (!cuda.matches()) {
      throw unknown(name, "cpu or cuda:N");
    }
    int index = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
    int there = Engine.getEngine("PyTorch").getGpuCount();
    if (index >= there) {
      throw unknown(name, there == 0 ? "cpu, as libtorch sees no GPU" : "cuda:0 to " + (there - 1));
    }
    return Device.gpu(index);
  }

  private static IllegalArgumentException unknown(String name, String expected) {
    return new IllegalArgumentException("device: " + name + " (expected: " + expected + ")");
  }
}
