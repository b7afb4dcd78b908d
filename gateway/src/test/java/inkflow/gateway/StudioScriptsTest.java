package inkflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page's parts that need no browser, tested by Node's own test runner. */
class StudioScriptsTest {
  @TempDir Path folder;

  static List<String> scripts() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/js"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".test.js"))
          .sorted()
          .toList();
    }
  }

  @BeforeEach
  void needsNode() throws Exception {
    NodeScripts.assumePresent();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void testsOfTheScriptPass(String script) throws Exception {
    NodeScripts.Ended tests = NodeScripts.in(folder).node("--test", "test/" + script);
    assertThat(tests.exit()).as(tests.said()).isZero();
    assertThat(tests.said()).as("tests that ran").containsPattern("(?m)^(# |ℹ )pass [1-9]");
  }
}
