package inkflow.cli.options;

import inkflow.jobs.JobOptions;
import inkflow.jobs.kafka.KafkaClientFile;
import inkflow.jobs.kafka.KafkaLogin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.CommonClientConfigs;
import picocli.CommandLine.Option;

/** The options that say which Kafka a command uses, and how its clients log in. */
public final class KafkaOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT[,...]",
      defaultValue = "127.0.0.1:9092",
      description = "Kafka's brokers. Default: ${DEFAULT-VALUE}, where the demo's is.")
  public String bootstrapServers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties of Kafka's clients, for TLS and logins.")
  Path file;

  /** What the file says; empty without one. */
  public Map<String, String> security() {
    return file == null ? Map.of() : KafkaClientFile.read("--kafka-config", file);
  }

  /** Settings that a client starts from: brokers and {@link #security}. */
  public Map<String, Object> client() {
    Map<String, Object> client = new HashMap<>(security());
    client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return client;
  }

  /**
   * Asks the brokers once whether they let this command in; waits ten seconds for an answer.
   *
   * @throws inkflow.jobs.kafka.KafkaLoginException if not
   */
  public void checkLogin() throws InterruptedException {
    KafkaLogin.check(bootstrapServers, security());
  }

  /** Names the file of {@link #security} to the job, where there is one. */
  public void addSecurity(Configuration job) {
    if (file != null) {
      job.set(JobOptions.KAFKA_CONFIG, file.toString());
    }
  }
}
