package inkflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file and folder that the documentation names is there. */
class DocumentLinksTest {
  private static final Path ROOT = Path.of("..");
  private static final Path ARCHITECTURE = ROOT.resolve("docs/architecture.md");
  private static final Path STUDIO =
      ROOT.resolve("gateway/src/main/resources/inkflow/gateway/studio");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#\\s]+)[^)]*\\)");
  private static final Pattern STUDIO_PATH = Pattern.compile("`studio/([a-z/.-]+)`");
  private static final Pattern DRAWING = Pattern.compile("(?s)```\n(.*?)```");
  private static final Pattern CLASS = Pattern.compile("\\b([A-Z][a-z]+(?:[A-Z][a-z]+)+)\\b");

  static List<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")),
              docs.filter(file -> file.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkedFileAndFolderIsThere(Path document) throws IOException {
    for (String link : found(LINK, Files.readString(document))) {
      assertThat(document.resolveSibling(link)).exists();
    }
  }

  @Test
  void linksAreFound() throws IOException {
    assertThat(found(LINK, Files.readString(ARCHITECTURE)))
        .hasSizeGreaterThan(10)
        .contains("protocol.md");
  }

  @Test
  void everyFolderOfThePageThatTheArchitectureNamesIsThere() throws IOException {
    List<String> paths = found(STUDIO_PATH, Files.readString(ARCHITECTURE));
    assertThat(paths).isNotEmpty();
    assertThat(paths).allSatisfy(path -> assertThat(STUDIO.resolve(path)).exists());
  }

  @Test
  void everyClassOnTheWayOfAStrokeIsThere() throws IOException {
    String drawing = found(DRAWING, Files.readString(ARCHITECTURE)).get(0);
    List<String> classes = found(CLASS, drawing.replace("WebSocket", ""));
    assertThat(classes).hasSizeGreaterThan(10);
    assertThat(sources()).containsAll(classes);
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(DocumentLinksTest::classes)
          .toList();
    }
  }

  private static Stream<String> classes(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }
}
