package inkflow.cli.process;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Opens the user's browser, if this machine has one. */
public final class Browser {
  private Browser() {}

  /** Opens a page; does nothing on a machine without a screen or a browser. */
  public static void open(String url) {
    opener(System.getProperty("os.name").toLowerCase(Locale.ROOT))
        .ifPresent(
            opener -> {
              try {
                new ProcessBuilder(opener).command(with(opener, url)).start();
              } catch (IOException e) {
                System.err.println("No browser was found; open " + url + " in yours.");
              }
            });
  }

  private static Optional<List<String>> opener(String system) {
    if (system.contains("mac")) {
      return Optional.of(List.of("open"));
    }
    if (system.contains("windows")) {
      return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler"));
    }
    boolean screen = System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    return screen ? Optional.of(List.of("xdg-open")) : Optional.empty();
  }

  private static List<String> with(List<String> opener, String url) {
    return java.util.stream.Stream.concat(opener.stream(), java.util.stream.Stream.of(url))
        .toList();
  }
}
