package inkflow.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This machine in words. */
final class Machine {
  private static final List<String> TOLD =
      List.of("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16");

  private Machine() {}

  /** Processor, cores, and the features that matter; the system and Java. */
  static String describe() throws IOException {
    List<String> cpuinfo = Files.readAllLines(Path.of("/proc/cpuinfo"));
    String flags = " " + field(cpuinfo, "flags") + " ";
    String features =
        TOLD.stream().filter(it -> flags.contains(" " + it + " ")).collect(Collectors.joining(" "));
    return "%d cores of %s (family %s, model %s; %s), Linux %s, JDK %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            field(cpuinfo, "model name"),
            field(cpuinfo, "cpu family"),
            field(cpuinfo, "model\t"),
            features,
            System.getProperty("os.version").replaceAll("-.*", ""),
            Runtime.version().feature());
  }

  private static String field(List<String> cpuinfo, String name) {
    try (Stream<String> lines = cpuinfo.stream()) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse("unknown");
    }
  }
}
