package inkflow.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rooms of docs/architecture.md are the packages; a room uses only those above it there. */
class RoomsTest {
  private static final Path ROOT = Path.of("..");
  private static final String PREFIX = "inkflow.";
  private static final int MOST_CLASSES = 15;
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z.]+)` \\| (.+) \\|$", Pattern.MULTILINE);

  /** Name and sentence of each room, lowest first. */
  private final Map<String, String> rooms = rooms();

  /** Top-level classes by room. The records that Avro generates have no room of ours. */
  private final Map<String, List<JavaClass>> classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("inkflow").stream()
              .filter(type -> type.getPackageName().startsWith(PREFIX))
              .filter(type -> !type.getSimpleName().equals("package-info"))
              .collect(groupingBy(RoomsTest::room));

  private static Map<String, String> rooms() {
    try {
      Map<String, String> found = new LinkedHashMap<>();
      Matcher row = ROW.matcher(Files.readString(ROOT.resolve("docs/architecture.md")));
      while (row.find()) {
        found.put(row.group(1), row.group(2));
      }
      return found;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(PREFIX.length());
  }

  @Test
  void everyPackageIsARoom() {
    assertThat(rooms.keySet()).containsExactlyInAnyOrderElementsOf(classes.keySet());
  }

  @Test
  void noRoomIsCrowded() {
    classes.forEach(
        (room, types) ->
            assertThat(types.stream().filter(JavaClass::isTopLevelClass))
                .as(room)
                .hasSizeLessThanOrEqualTo(MOST_CLASSES));
  }

  @Test
  void noRoomUsesOneBelowIt() {
    List<String> order = List.copyOf(rooms.keySet());
    classes.forEach(
        (room, types) ->
            assertThat(used(types))
                .as("what %s uses", room)
                .allMatch(other -> order.indexOf(other) <= order.indexOf(room)));
  }

  private static Set<String> used(List<JavaClass> types) {
    return types.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(Dependency::getTargetClass)
        .filter(type -> type.getPackageName().startsWith(PREFIX))
        .map(RoomsTest::room)
        .collect(toSet());
  }

  @Test
  void everyRoomSaysWhatItIsForInTheSameWords() throws IOException {
    for (Map.Entry<String, String> room : rooms.entrySet()) {
      assertThat(packageInfo(room.getKey())).as(room.getKey()).startsWith(room.getValue());
    }
  }

  /** The text of a package's javadoc, on one line. */
  private static String packageInfo(String room) throws IOException {
    Path sources = Path.of("src/main/java/inkflow", room.split("\\."));
    Path module = ROOT.resolve(room.split("\\.")[0]);
    String text = Files.readString(module.resolve(sources).resolve("package-info.java"));
    List<String> lines = new ArrayList<>();
    text.substring(0, text.indexOf("*/"))
        .lines()
        .map(line -> line.replaceFirst("^(/\\*\\*| \\*)", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(lines::add);
    return String.join(" ", lines).replaceAll("\\{@code ([^}]*)}", "`$1`");
  }
}
