package inkflow.cli.libtorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file to fetch from PyPI.
 *
 * @param name of the project
 * @param requirement a line of pip's requirements: name, version and SHA-256
 * @param bytes of the file
 */
record Wheel(String name, String requirement, long bytes) {
  private static final Pattern LINE = Pattern.compile("(([a-z0-9-]+)==\\S+ --hash=\\S+) # (\\d+)");

  /** All of libtorch, the smallest first. */
  static List<Wheel> ofLibtorch() {
    try (InputStream list = Wheel.class.getResourceAsStream("libtorch-cuda.txt")) {
      return parse(new String(list.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException for a line that is neither a wheel nor a comment
   */
  static List<Wheel> parse(String list) {
    return list.lines().filter(line -> !line.startsWith("#")).map(Wheel::of).toList();
  }

  private static Wheel of(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "wheel: " + line + " (expected: NAME==VERSION --hash=sha256:HEX # BYTES)");
    }
    return new Wheel(parts.group(2), parts.group(1), Long.parseLong(parts.group(3)));
  }
}
