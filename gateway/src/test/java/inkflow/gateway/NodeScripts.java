package inkflow.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The page's scripts where Node can run them: {@code studio}, {@code test} and {@code histories}
 * side by side in a folder that says they are modules.
 */
final class NodeScripts {
  private static final int OLDEST_NODE = 20;

  private final Path folder;

  private NodeScripts(Path folder) {
    this.folder = folder;
  }

  static NodeScripts in(Path folder) throws IOException {
    copy(Path.of("src/main/resources/inkflow/gateway/studio"), folder.resolve("studio"));
    copy(Path.of("src/test/js"), folder.resolve("test"));
    copy(Path.of("src/test/resources/histories"), folder.resolve("histories"));
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
    return new NodeScripts(folder);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  /** Skips the test where there is no Node, or one that is too old. */
  static void assumePresent() throws InterruptedException {
    Assumptions.assumeTrue(major() >= OLDEST_NODE, "needs Node " + OLDEST_NODE + " or newer");
  }

  private static int major() throws InterruptedException {
    try {
      Process node = new ProcessBuilder("node", "--version").start();
      String version = new String(node.getInputStream().readAllBytes(), UTF_8).strip();
      return node.waitFor() == 0 ? Integer.parseInt(version.replaceAll("^v(\\d+)\\..*", "$1")) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  Path folder() {
    return folder;
  }

  /** What it said, both streams. */
  record Ended(int exit, String said) {}

  Ended node(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    int exit =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    return new Ended(exit, Files.readString(output));
  }
}
