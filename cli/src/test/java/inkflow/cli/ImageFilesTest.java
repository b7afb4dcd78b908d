package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The image's user can do what the files ask of it. */
class ImageFilesTest {
  private ImageFiles files;

  @BeforeEach
  void read() throws IOException {
    files = ImageFiles.read();
  }

  @Test
  void packagesAreInstalledAsRoot() {
    assertThat(files.steps())
        .filteredOn(step -> step.instruction().contains("apt-get"))
        .isNotEmpty()
        .allSatisfy(step -> assertThat(step.user()).isEqualTo("root"));
  }

  /** A module that is missing in one of them is a class that is not found when a command starts. */
  @Test
  void launcherAndImageHaveTheJarOfEveryModule() throws IOException {
    String parent = Files.readString(Path.of("../pom.xml"), UTF_8);
    String modules =
        Pattern.compile("<module>(.*?)</module>")
            .matcher(parent.substring(0, parent.indexOf("</modules>")))
            .results()
            .map(module -> module.group(1))
            .collect(Collectors.joining(" "));
    assertThat(modules).contains("cli");
    for (String script : List.of("../inkflow", "../docker/layout")) {
      assertThat(Path.of(script)).content(UTF_8).contains("for module in " + modules + ";");
    }
  }

  @Test
  void imageRunsAsFlink() {
    List<ImageFiles.Step> steps = files.steps();
    assertThat(steps.get(steps.size() - 1).user()).isEqualTo("flink");
  }

  @Test
  void foldersOfVolumesBelongToFlink() {
    assertThat(files.mountedFolders())
        .isNotEmpty()
        .allSatisfy(
            folder ->
                assertThat(files.steps())
                    .contains(
                        new ImageFiles.Step("root", "RUN install -d -o flink -g flink " + folder)));
  }

  @Test
  void everyServiceStartsAgainAfterAFailure() {
    assertThat(files.services().values())
        .isNotEmpty()
        .allSatisfy(
            service -> assertThat(service.get("restart")).isIn("unless-stopped", "on-failure"));
  }

  /** The times that restarts take, and what a restart finds, depend on these. */
  @Test
  void kubernetesHasTheSettingsOfCompose() throws IOException {
    Map<String, String> ofCompose = files.flinkSettings("taskmanager");
    Map<String, String> ofKubernetes = ImageFiles.kubernetesSettings();
    Set<String> placesAndSizes =
        Set.of(
            "jobmanager.rpc.address",
            "execution.checkpointing.dir",
            "taskmanager.memory.process.size");
    assertThat(ofCompose.keySet()).containsAll(placesAndSizes);
    for (Map.Entry<String, String> setting : ofCompose.entrySet()) {
      if (!placesAndSizes.contains(setting.getKey())) {
        assertThat(ofKubernetes).contains(setting);
      }
    }
  }

  @Test
  void brokerWritesItsDataIntoAVolume() {
    Map<String, Object> kafka = files.services().get("kafka");
    Object folder = ((Map<?, ?>) kafka.get("environment")).get("KAFKA_LOG_DIRS");
    assertThat(kafka.get("volumes")).isEqualTo(List.of("kafka:" + folder));
  }

  @Test
  void jobManagerGoesOnFromCheckpointsThatFlinkKeeps() {
    Map<String, String> settings = files.flinkSettings("jobmanager");
    URI checkpoints = URI.create(settings.get("execution.checkpointing.dir"));
    assertThat(settings)
        .containsEntry(
            "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    assertThat(files.mountedFolders()).contains(checkpoints.getPath());
    assertThat(files.services().get("jobmanager").get("command").toString())
        .startsWith("start-job " + checkpoints.getPath() + " ");
  }
}
