package inkflow.diffusion.engine.torch;

import ai.djl.Device;
import inkflow.diffusion.engine.device.CallMemory;
import inkflow.diffusion.hardware.GpuProbe;
import inkflow.diffusion.networks.torch.MemoryNeed;
import inkflow.diffusion.networks.torch.PixelMemory;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Free memory of a device, if the system reports it.
 *
 * @param bytes empty if unknown
 */
public record NetworksMemory(OptionalLong bytes) {
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s*(\\d+) kB");
  private static final Pattern CACHE = Pattern.compile("(?m)^(?:in)?active_file (\\d+)");
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path CGROUP = Path.of("/sys/fs/cgroup");

  /**
   * @param probe asked only for a GPU
   */
  public static NetworksMemory of(Device device, GpuProbe probe) {
    return new NetworksMemory(
        device.isGpu()
            ? OptionalLong.of(probe.probe().gpus().get(device.getDeviceId()).freeBytes())
            : ofSystem(MEMINFO, CGROUP));
  }

  /**
   * Refuses a model that doesn't fit, before its weights are read.
   *
   * @throws InvalidModelException with both numbers
   */
  void require(MemoryNeed need, Path model, String device) {
    if (bytes.isPresent() && bytes.getAsLong() < need.bytes()) {
      throw new InvalidModelException(
          model,
          "",
          "needs %s on %s: %s of weights and about %s to draw with (expected: at most %s, which is free)"
              .formatted(
                  gigabytes(need.bytes()),
                  device,
                  gigabytes(need.weights()),
                  gigabytes(need.work()),
                  gigabytes(bytes.getAsLong())));
    }
  }

  /**
   * The part for calls, if called after the weights are loaded: half. The rest is for LoRA mixes,
   * the Java heap (on a CPU), and the estimate's error.
   */
  CallMemory calls(PixelMemory pixel) {
    long half = bytes.isPresent() ? Math.max(0, bytes.getAsLong() / 2) : Long.MAX_VALUE;
    return new CallMemory(half, pixel.encode(), pixel.predict(), pixel.decode());
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }

  /**
   * The memory that Linux reports as available, page cache included, but at most what this
   * process's control group (v2) may still use.
   */
  static OptionalLong ofSystem(Path meminfo, Path cgroup) {
    if (!Files.isReadable(meminfo)) {
      return OptionalLong.empty();
    }
    Matcher available = AVAILABLE.matcher(read(meminfo));
    if (!available.find()) {
      return OptionalLong.empty();
    }
    long system = 1024 * Long.parseLong(available.group(1));
    return OptionalLong.of(Math.min(system, ofGroup(cgroup)));
  }

  private static long ofGroup(Path cgroup) {
    Path max = cgroup.resolve("memory.max");
    if (!Files.isReadable(max) || read(max).strip().equals("max")) {
      return Long.MAX_VALUE;
    }
    long used = Long.parseLong(read(cgroup.resolve("memory.current")).strip());
    Matcher cache = CACHE.matcher(read(cgroup.resolve("memory.stat")));
    while (cache.find()) {
      used -= Long.parseLong(cache.group(1));
    }
    return Long.parseLong(read(max).strip()) - used;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
