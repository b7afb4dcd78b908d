package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.cli.demo.DemoE2ECase;
import inkflow.jobs.TopicCreation;
import inkflow.jobs.local.EmbeddedKafka;
import inkflow.jobs.local.EmbeddedKafkaOptions;
import inkflow.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image without Docker: its files laid out, its entry points as processes with the settings of
 * {@code docker/compose.yaml}.
 */
class ImageLayoutITCase {
  private static final Duration SOON = Duration.ofSeconds(90);
  @TempDir Path folder;

  @Test
  void jobCanBeSubmittedTwiceToOneTaskManager() throws Exception {
    Path image = folder.resolve("image");
    run("../docker/layout", image.toString());
    Map<String, String> settings = ImageFiles.read().flinkSettings("taskmanager");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(EmbeddedKafkaOptions.temporary());
        FlinkProcesses flink = FlinkProcesses.start(image, folder, settings)) {
      assertThat(flink.taskManagerProperties())
          .containsEntry("ai.djl.offline", "true")
          .containsEntry("java.awt.headless", "true");
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        TopicCreation.createMissing(admin, 1, Optional.empty());
      }
      String first = submit(image, flink, kafka);
      draw("first", kafka, flink);
      flink.cancel(first);
      // The job's second class loader meets a PyTorch that is loaded already.
      String second = submit(image, flink, kafka);
      draw("second", kafka, flink);
      assertThat(flink.checkpoints(second)).isPositive();
      for (String process : List.of("jobmanager", "taskmanager")) {
        assertThat(flink.lines(process))
            .isNotEmpty()
            .noneMatch(line -> line.contains("Name collision"))
            .noneMatch(line -> line.matches(".*(Triggering|Completed) checkpoint .*"));
      }
    }
  }

  private String submit(Path image, FlinkProcesses flink, EmbeddedKafka kafka) throws Exception {
    Path home = image.resolve("opt/inkflow");
    String said =
        run(
            home.resolve("bin/inkflow").toString(),
            "submit",
            "--jobmanager",
            flink.restAddress(),
            "--bootstrap-servers",
            kafka.bootstrapServers(),
            "--model",
            home.resolve("models/inkling").toString());
    assertThat(said).contains("job ");
    return said.strip().replaceAll("(?s).*job ", "");
  }

  private static void draw(String session, EmbeddedKafka kafka, FlinkProcesses flink)
      throws Exception {
    try (KafkaPen pen = new KafkaPen(kafka.bootstrapServers(), session, 0);
        TopicReader reader = new TopicReader(kafka.bootstrapServers(), Topics.GENERATED_FRAMES)) {
      pen.join();
      pen.background(0xFF2050C0);
      long offset = pen.disc("sun", 0xFFFFE700).offset();
      reader.await(
          "the picture of session " + session,
          SOON,
          DemoE2ECase::frame,
          frame -> frame.getSessionId().equals(session) && frame.getCanvasOffset() == offset);
    } catch (AssertionError e) {
      throw new AssertionError(flink.said(), e);
    }
  }

  private String run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "run", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder
        .environment()
        .merge("PATH", System.getProperty("java.home") + "/bin:", (old, own) -> own + old);
    int exit = builder.start().waitFor();
    String said = Files.readString(output, UTF_8);
    assertThat(exit).as(String.join(" ", command) + "\n" + said).isZero();
    return said;
  }
}
