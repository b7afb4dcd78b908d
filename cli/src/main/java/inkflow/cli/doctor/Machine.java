package inkflow.cli.doctor;

import inkflow.diffusion.hardware.Gpu;
import inkflow.diffusion.hardware.GpuProbe;
import inkflow.diffusion.hardware.Gpus;
import inkflow.diffusion.hardware.NoGpuException;
import inkflow.diffusion.hardware.Processor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Looks at the hardware. */
final class Machine {
  private final GpuProbe probe;

  Machine(GpuProbe probe) {
    this.probe = probe;
  }

  Finding processor() {
    int cores = Runtime.getRuntime().availableProcessors();
    String name = Processor.name().isEmpty() ? System.getProperty("os.arch") : Processor.name();
    List<String> features = Processor.features();
    String text =
        "%s, %d %s%s"
            .formatted(
                name,
                cores,
                cores == 1 ? "core" : "cores",
                features.isEmpty() ? "" : ", " + String.join(" ", features));
    return Finding.good(
        "processor", text, Map.of("name", name, "cores", cores, "features", features));
  }

  /**
   * @param available empty where the system does not tell
   */
  Finding memory(OptionalLong available) {
    if (available.isEmpty()) {
      return Finding.good("memory", "the system does not tell how much is free", Map.of());
    }
    return Finding.good(
        "memory",
        gigabytes(available.getAsLong()) + " available",
        Map.of("availableBytes", available.getAsLong()));
  }

  /**
   * @param device that is to compute; a GPU that can't be used is a fault only if it is named
   */
  Finding gpu(String device) {
    try {
      Gpus found = probe.probe();
      return Finding.good("gpu", text(found), details(found));
    } catch (NoGpuException e) {
      return new Finding("gpu", device.equals("cpu"), e.getMessage(), Map.of());
    }
  }

  private static String text(Gpus found) {
    List<String> gpus = found.gpus().stream().map(Machine::text).toList();
    String driver = found.driver().isEmpty() ? "of a version not told" : found.driver();
    return "%s; driver %s, CUDA %s".formatted(String.join("; ", gpus), driver, found.cudaName());
  }

  private static String text(Gpu gpu) {
    return "cuda:%d %s, compute capability %s, %s of %s free"
        .formatted(
            gpu.index(),
            gpu.name(),
            gpu.capabilityName(),
            gigabytes(gpu.freeBytes()),
            gigabytes(gpu.totalBytes()));
  }

  private static Map<String, Object> details(Gpus found) {
    List<Map<String, Object>> gpus = new ArrayList<>();
    for (Gpu gpu : found.gpus()) {
      gpus.add(
          Map.of(
              "device", "cuda:" + gpu.index(),
              "name", gpu.name(),
              "computeCapability", gpu.capabilityName(),
              "freeBytes", gpu.freeBytes(),
              "totalBytes", gpu.totalBytes()));
    }
    return Map.of("driver", found.driver(), "cuda", found.cudaName(), "gpus", gpus);
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
