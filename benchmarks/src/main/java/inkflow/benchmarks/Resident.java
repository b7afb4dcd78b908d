package inkflow.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This process's resident memory on Linux, including mapped file pages. */
final class Resident {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

  private Resident() {}

  /** Peak since the process started, bytes. */
  static long peakBytes() {
    try {
      Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc/self/status")));
      if (!peak.find()) {
        throw new IllegalStateException("/proc/self/status: no VmHWM (expected: Linux)");
      }
      return 1024 * Long.parseLong(peak.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
