package inkflow.cli.options;

import picocli.CommandLine.Option;

/** The options that say which Kafka a command uses. */
public final class KafkaOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT[,...]",
      defaultValue = "127.0.0.1:9092",
      description = "Kafka's brokers. Default: ${DEFAULT-VALUE}, where the demo's is.")
  public String bootstrapServers;
}
