package inkflow.diffusion.networks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this machine's processor can do. */
final class Processor {
  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** Whether it multiplies bf16 matrices itself; false where the system does not say. */
  static boolean computesInBfloat16() {
    if (!Files.isReadable(CPUINFO)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(CPUINFO)) {
      return lines.anyMatch(Processor::namesBfloat16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean namesBfloat16(String line) {
    return line.startsWith("flags")
        && (line.contains(" avx512_bf16") || line.contains(" amx_bf16"));
  }
}
