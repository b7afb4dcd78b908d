package inkflow.diffusion.hardware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What this machine's processor can do. */
public final class Processor {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> AVX_512 = Set.of("avx512bw", "avx512vl", "avx512dq");

  private static final List<String> FEATURES =
      List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx_ne_convert", "amx_bf16");

  private Processor() {}

  /** By the name that Linux gives it; empty where the system does not say. */
  public static String name() {
    return cpuinfo("model name").orElse("");
  }

  /**
   * The instruction sets that it makes a difference to have, by the names that Linux gives them, in
   * the order in which they came.
   */
  public static List<String> features() {
    Set<String> flags = flags();
    return FEATURES.stream().filter(flags::contains).toList();
  }

  /** Whether it is faster in bf16 than in float32; false where the system does not say. */
  public static boolean isFasterInBfloat16() {
    return isFasterInBfloat16(vendor(), flags());
  }

  /**
   * Intel's AVX-512 multiplies bf16 no faster than float32, and oneDNN's kernels for it are slower:
   * there only AMX is worth it, which a virtual machine may hide.
   *
   * @param vendor by the name that Linux gives it, as {@code flags}
   */
  public static boolean isFasterInBfloat16(String vendor, Set<String> flags) {
    return flags.contains("amx_bf16")
        || flags.contains("avx512_bf16") && !vendor.equals("GenuineIntel");
  }

  /**
   * Whether oneDNN takes bf16 on it, were it by imitation only. An x86 processor without AVX-512 is
   * refused by libtorch's {@code mkldnn_bf16_device_check}; of others the system says nothing.
   */
  public static boolean acceptsBfloat16() {
    Set<String> flags = flags();
    return flags.isEmpty() || flags.contains("avx_ne_convert") || flags.containsAll(AVX_512);
  }

  /** Whether libtorch's builds for it have oneDNN. */
  public static boolean isX86() {
    return Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  /** Empty where the system does not say. */
  private static String vendor() {
    return cpuinfo("vendor_id").orElse("");
  }

  /** By the names that Linux gives them; empty where it gives none. */
  private static Set<String> flags() {
    return cpuinfo("flags").map(flags -> Set.copyOf(List.of(flags.split("\\s+")))).orElse(Set.of());
  }

  /** A field of the first processor. */
  private static Optional<String> cpuinfo(String field) {
    if (!Files.isReadable(CPUINFO)) {
      return Optional.empty();
    }
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines
          .filter(line -> line.startsWith(field))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
