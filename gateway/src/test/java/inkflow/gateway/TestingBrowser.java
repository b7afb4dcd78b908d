package inkflow.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds the machine's own Chromium: the tests download no browser. */
final class TestingBrowser {
  private TestingBrowser() {}

  /** The executable, or null where there is none. */
  static Path executable() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }
}
