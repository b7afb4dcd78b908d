package inkflow.diffusion.hardware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Name and features of this machine's processor. */
public final class Processor {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");
  private static final Set<String> AVX_512 = Set.of("avx512bw", "avx512vl", "avx512dq");

  private static final List<String> FEATURES =
      List.of("avx2", "fma", "avx512f", "avx512_vnni", "avx512_bf16", "avx_ne_convert", "amx_bf16");

  private Processor() {}

  /** Its name as Linux reports it; empty if unknown. */
  public static String name() {
    return cpuinfo("model name").orElse("");
  }

  /**
   * Those of its instruction sets that affect speed, by Linux's names, in the order in which they
   * were introduced.
   */
  public static List<String> features() {
    Set<String> flags = flags();
    return FEATURES.stream().filter(flags::contains).toList();
  }

  /** Whether it is faster in bf16 than in float32; false if unknown. */
  public static boolean isFasterInBfloat16() {
    return isFasterInBfloat16(vendor(), flags());
  }

  /**
   * Intel's AVX-512 multiplies bf16 no faster than float32, and oneDNN's kernels for it are slower:
   * there only AMX is worth it, which a virtual machine may hide.
   *
   * @param vendor by Linux's name, like {@code flags}
   */
  public static boolean isFasterInBfloat16(String vendor, Set<String> flags) {
    return flags.contains("amx_bf16")
        || flags.contains("avx512_bf16") && !vendor.equals("GenuineIntel");
  }

  /**
   * Whether oneDNN accepts bf16 on it, even if only emulated. libtorch's {@code
   * mkldnn_bf16_device_check} refuses x86 processors without AVX-512; about others nothing is
   * known.
   */
  public static boolean acceptsBfloat16() {
    Set<String> flags = flags();
    return flags.isEmpty() || flags.contains("avx_ne_convert") || flags.containsAll(AVX_512);
  }

  /** Whether libtorch's builds for it include oneDNN. */
  public static boolean isX86() {
    return Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
  }

  /** Empty if unknown. */
  private static String vendor() {
    return cpuinfo("vendor_id").orElse("");
  }

  /** By Linux's names; empty if unknown. */
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
