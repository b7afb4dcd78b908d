package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/**
 * What {@code docker/Dockerfile} and {@code docker/compose.yaml} say, read by the rules of Flink's
 * image: it runs as user flink, and its entry point takes all white space out of each line of
 * {@code FLINK_PROPERTIES}.
 *
 * @param dockerfile its instructions, one a line; only the last stage becomes the image
 * @param compose the parsed file
 */
record ImageFiles(List<String> dockerfile, Map<String, Object> compose) {
  private static final Path DOCKER = Path.of("..", "docker");

  static ImageFiles read() throws IOException {
    String dockerfile = Files.readString(DOCKER.resolve("Dockerfile"), UTF_8);
    String compose = Files.readString(DOCKER.resolve("compose.yaml"), UTF_8);
    return new ImageFiles(instructions(dockerfile), new Yaml().load(compose));
  }

  /** Flink's settings of {@code k8s/flink.yaml}. */
  static Map<String, String> kubernetesSettings() throws IOException {
    String text = Files.readString(Path.of("..", "k8s", "flink.yaml"), UTF_8);
    Map<String, Map<String, Map<String, Object>>> deployment = new Yaml().load(text);
    Map<String, String> settings = new LinkedHashMap<>();
    deployment
        .get("spec")
        .get("flinkConfiguration")
        .forEach((key, value) -> settings.put(key, value.toString()));
    return settings;
  }

  /** Comments gone, continued lines joined. */
  private static List<String> instructions(String dockerfile) {
    return dockerfile
        .replaceAll("(?m)^#.*\n", "")
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** Instructions of the last stage with the user that each runs as. */
  List<Step> steps() {
    int stage = 0;
    for (int i = 0; i < dockerfile.size(); i++) {
      stage = dockerfile.get(i).startsWith("FROM ") ? i : stage;
    }
    String[] user = {"flink"};
    return dockerfile.subList(stage + 1, dockerfile.size()).stream()
        .map(line -> step(line, user))
        .toList();
  }

  private static Step step(String line, String[] user) {
    if (line.startsWith("USER ")) {
      user[0] = line.substring("USER ".length()).strip();
    }
    return new Step(user[0], line);
  }

  /** Folders that volumes of services of our own image are mounted on. */
  Set<String> mountedFolders() {
    Set<String> folders = new TreeSet<>();
    for (Map<String, Object> service : services().values()) {
      if ("inkflow".equals(service.get("image"))) {
        for (Object volume : (List<?>) service.getOrDefault("volumes", List.of())) {
          folders.add(volume.toString().split(":")[1]);
        }
      }
    }
    return folders;
  }

  /** Flink's settings of a service, as the entry point writes them into its configuration. */
  Map<String, String> flinkSettings(String service) {
    Map<?, ?> environment = (Map<?, ?>) services().get(service).get("environment");
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : environment.get("FLINK_PROPERTIES").toString().split("\n")) {
      String[] parts = line.replaceAll("\\s", "").split(":", 2);
      settings.put(parts[0], parts[1]);
    }
    return settings;
  }

  @SuppressWarnings("unchecked")
  Map<String, Map<String, Object>> services() {
    return (Map<String, Map<String, Object>>) compose.get("services");
  }

  /** An instruction and who runs it. */
  record Step(String user, String instruction) {}
}
