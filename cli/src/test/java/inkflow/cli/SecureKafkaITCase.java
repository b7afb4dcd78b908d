package inkflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.cli.process.Failures;
import inkflow.gateway.Gateway;
import inkflow.gateway.GatewayOptions;
import inkflow.jobs.InkflowJob;
import inkflow.jobs.JobConfig;
import inkflow.jobs.JobMain;
import inkflow.jobs.JobOptions;
import inkflow.jobs.kafka.KafkaClientFile;
import inkflow.jobs.kafka.KafkaLoginException;
import inkflow.jobs.local.LocalCluster;
import inkflow.jobs.local.LocalClusterOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every client of Kafka logs in over TLS, by the file that its command is given. */
class SecureKafkaITCase {
  private static final String STROKE =
      "{\"type\": \"event\", \"clientSeq\": 1, \"event\": {\"ObjectAdded\": {\"objectId\": \"sun\","
          + " \"z\": 1, \"object\": {\"Shape\": {\"kind\": \"ELLIPSE\", \"fill\": -11449,"
          + " \"points\": [{\"x\": 0.34, \"y\": 0.2}, {\"x\": 0.66, \"y\": 0.52}]}}}}}";

  @TempDir static Path folder;
  private static SecureKafka kafka;
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    kafka = SecureKafka.start(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void strokeBecomesAPictureOverTls() throws Exception {
    Path file = kafka.clientFile("right");
    assertThat(run("topics create", file)).as(err.toString()).isZero();
    try (LocalCluster cluster =
        LocalCluster.start(LocalClusterOptions.of(1, folder.resolve("flink")))) {
      cluster.run(() -> graph(cluster, file));
      try (Gateway gateway =
          Gateway.start(
              GatewayOptions.defaults()
                  .withPort(0)
                  .withBootstrapServers(kafka.bootstrapServers())
                  .withKafkaProperties(KafkaClientFile.read("file", file)))) {
        assertThat(pictureOfAStroke(gateway.port())).isNotNull();
      }
    }
  }

  private static StreamGraph graph(LocalCluster cluster, Path file) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(cluster.jobConfiguration());
    env.setParallelism(1);
    Configuration given = new Configuration();
    given.set(JobOptions.KAFKA_BOOTSTRAP, kafka.bootstrapServers());
    given.set(JobOptions.KAFKA_CONFIG, file.toString());
    given.setString("engine.model", "../models/inkling");
    InkflowJob.build(env, JobConfig.from(given));
    return env.getStreamGraph();
  }

  /** The first binary message that an editor gets after drawing a disc. */
  private static ByteBuffer pictureOfAStroke(int port) throws Exception {
    CompletableFuture<ByteBuffer> picture = new CompletableFuture<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://localhost:" + port + "/ws/sessions/tls?client=pen"),
                new WebSocket.Listener() {
                  @Override
                  public CompletionStage<?> onBinary(
                      WebSocket from, ByteBuffer data, boolean last) {
                    picture.complete(data);
                    from.request(1);
                    return null;
                  }
                })
            .get(10, TimeUnit.SECONDS);
    socket.sendText(STROKE, true).get(10, TimeUnit.SECONDS);
    try {
      return picture.get(60, TimeUnit.SECONDS);
    } finally {
      socket.abort();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"topics create", "watch --session=a", "gateway --port=0"})
  void wrongPasswordIsOneSentence(String command) throws Exception {
    assertThat(run(command, kafka.clientFile("wrong"))).isEqualTo(1);
    assertThat(err.toString().lines().toList())
        .singleElement()
        .asString()
        .contains("Kafka at " + kafka.bootstrapServers() + " refused the login: ")
        .contains("expected: settings of kafka.config");
  }

  @Test
  void jobIsNotHandedInWithAWrongPassword() throws Exception {
    String[] job = {
      "--kafka.bootstrap-servers", kafka.bootstrapServers(),
      "--kafka.config", kafka.clientFile("wrong").toString(),
      "--engine.model", "../models/inkling"
    };
    assertThatThrownBy(() -> JobMain.main(job))
        .isInstanceOf(KafkaLoginException.class)
        .hasMessageContaining("refused the login");
  }

  @Test
  void fileThatIsNotThereIsNamed() {
    assertThat(run("topics create", folder.resolve("none"))).isEqualTo(1);
    assertThat(err.toString()).contains("--kafka-config: ").contains("none (expected: a file of");
  }

  private int run(String command, Path file) {
    String[] arguments =
        (command + " --bootstrap-servers=" + kafka.bootstrapServers() + " --kafka-config=" + file)
            .split(" ");
    CommandLine line = Inkflow.commandLine().setErr(new PrintWriter(err, true));
    return line.setExecutionExceptionHandler(new Failures()).execute(arguments);
  }
}
