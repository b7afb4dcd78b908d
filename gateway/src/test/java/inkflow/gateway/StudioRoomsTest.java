package inkflow.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.ObjectAdded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** The rooms of the page's scripts: their names, their sizes, and which may import which. */
class StudioRoomsTest {
  private static final Path STUDIO = Path.of("src/main/resources/inkflow/gateway/studio");

  /** A room imports from itself and from those before it. The last is the scripts of the pages. */
  private static final List<String> ROOMS =
      List.of(
          "common",
          "kinds",
          "document",
          "connection",
          "drawing",
          "picture",
          "input",
          "tools",
          "panels",
          "");

  private static final int MOST_SCRIPTS = 15;
  private static final Pattern IMPORT =
      Pattern.compile("^(?:import|export)\\b[^;'()]*'(\\.[^']+)';", Pattern.MULTILINE);
  private static final Pattern KINDS = Pattern.compile("export const KINDS = \\{ (.*) };");
  private static final Pattern TAG = Pattern.compile("src=\"/studio/([^\"]+\\.js)\"");

  @Test
  void everyScriptIsInARoomThatIsNotTooLarge() throws Exception {
    Map<String, List<Path>> rooms =
        scripts().stream().collect(Collectors.groupingBy(StudioRoomsTest::room));
    assertThat(rooms.keySet()).containsExactlyInAnyOrderElementsOf(ROOMS);
    rooms.forEach(
        (room, files) -> assertThat(files).as(room).hasSizeLessThanOrEqualTo(MOST_SCRIPTS));
  }

  @Test
  void everyScriptIsUsedAndEveryUsedScriptIsThere() throws Exception {
    Set<Path> used = new TreeSet<>();
    for (String page : List.of("studio.html", "view.html")) {
      found(TAG, Path.of(page)).map(Path::of).forEach(used::add);
    }
    imports().values().forEach(used::addAll);
    assertThat(used).containsExactlyElementsOf(scripts());
  }

  /** An object of a kind that the page does not know is not shown. */
  @Test
  void everyKindOfObjectInTheRecordsHasAModuleInTheTable() throws Exception {
    String table = Files.readString(STUDIO.resolve("kinds/kinds.js"), UTF_8);
    List<String> kinds =
        ObjectAdded.getClassSchema().getField("object").schema().getTypes().stream()
            .map(Schema::getName)
            .toList();
    assertThat(
            KINDS.matcher(table).results().flatMap(match -> Stream.of(match.group(1).split(", "))))
        .containsExactlyInAnyOrderElementsOf(kinds);
    for (String kind : kinds) {
      assertThat(imports().get(Path.of("kinds/kinds.js")))
          .contains(Path.of("kinds", kind.toLowerCase(Locale.ROOT) + ".js"));
    }
  }

  @Test
  void noRoomImportsFromOneAfterIt() throws Exception {
    imports()
        .forEach(
            (script, targets) ->
                assertThat(targets)
                    .as("%s may import from %s", script, ROOMS.subList(0, level(script) + 1))
                    .allMatch(target -> level(target) <= level(script)));
  }

  @Test
  void noScriptImportsItselfByWayOfOthers() throws Exception {
    Map<Path, Set<Path>> left = imports();
    while (left.values().removeIf(Set::isEmpty)) {
      left.values().forEach(targets -> targets.retainAll(left.keySet()));
    }
    assertThat(left).as("scripts of a circle, and those that import them").isEmpty();
  }

  /** Script to the scripts that it imports, all by their paths below the studio. */
  private static Map<Path, Set<Path>> imports() throws IOException {
    Map<Path, Set<Path>> imports = new TreeMap<>();
    for (Path script : scripts()) {
      Set<Path> targets =
          found(IMPORT, script)
              .map(target -> script.resolveSibling(target).normalize())
              .collect(Collectors.toCollection(TreeSet::new));
      imports.put(script, targets);
    }
    return imports;
  }

  private static List<Path> scripts() throws IOException {
    try (Stream<Path> files = Files.walk(STUDIO)) {
      return files
          .map(STUDIO::relativize)
          .filter(file -> file.toString().endsWith(".js"))
          .sorted()
          .toList();
    }
  }

  private static Stream<String> found(Pattern pattern, Path file) throws IOException {
    String text = Files.readString(STUDIO.resolve(file), UTF_8);
    return pattern.matcher(text).results().map(match -> match.group(1));
  }

  private static String room(Path script) {
    return script.getParent() == null ? "" : script.getParent().toString();
  }

  private static int level(Path script) {
    return ROOMS.indexOf(room(script));
  }
}
