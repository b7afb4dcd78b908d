package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a Python client that has only the schema files. */
class ForeignClientE2ECase {
  @TempDir Path folder;

  @Test
  void pythonDrawsOverKafkaAndGetsItsPictures() throws Exception {
    Path venv = Path.of("target", "python", "bin", "python");
    String python = Files.isExecutable(venv) ? venv.toAbsolutePath().toString() : "python3";
    assumeTrue(
        exit(List.of(python, "-c", "import confluent_kafka, fastavro, PIL")) == 0,
        "needs Python 3 with the packages of cli/src/test/python/requirements.txt; .ci/run gets"
            + " them");
    try (DemoProcess demo = DemoProcess.start(folder).awaitReady()) {
      Path output = folder.resolve("client.log");
      Process client =
          new ProcessBuilder(
                  python,
                  Path.of("src", "test", "python", "foreign_client.py").toString(),
                  demo.bootstrapServers(),
                  Path.of("..", "schemas", "src", "main", "avro").toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      int exit = client.waitFor();
      String said = Files.readString(output, UTF_8);
      System.out.println(said);
      assertThat(exit).as(said + "\n" + demo.said()).isZero();
    }
  }

  private static int exit(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
