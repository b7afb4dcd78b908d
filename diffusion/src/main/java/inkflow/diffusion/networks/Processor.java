package inkflow.diffusion.networks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What this machine's processor can do. */
final class Processor {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> AVX_512 = Set.of("avx512bw", "avx512vl", "avx512dq");

  private Processor() {}

  /** Whether it multiplies bf16 matrices itself; false where the system does not say. */
  static boolean computesInBfloat16() {
    Set<String> flags = flags();
    return flags.contains("avx512_bf16") || flags.contains("amx_bf16");
  }

  /**
   * Whether oneDNN takes bf16 on it, were it by imitation only. An x86 processor without AVX-512 is
   * refused by libtorch's {@code mkldnn_bf16_device_check}; of others the system says nothing.
   */
  static boolean acceptsBfloat16() {
    Set<String> flags = flags();
    return flags.isEmpty() || flags.contains("avx_ne_convert") || flags.containsAll(AVX_512);
  }

  /** Whether libtorch's builds for it have oneDNN. */
  static boolean isX86() {
    return Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  /** By the names that Linux gives them; empty where it gives none. */
  private static Set<String> flags() {
    if (!Files.isReadable(CPUINFO)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> Set.copyOf(List.of(line.split("\\s+"))))
          .orElse(Set.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
