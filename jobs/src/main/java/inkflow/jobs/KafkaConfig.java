package inkflow.jobs;

import inkflow.jobs.kafka.KafkaClientFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Where the topics are, and client settings for low latency.
 *
 * @param maxRecordBytes largest record that is read or written
 * @param client given to every client as it is: TLS and logins
 */
public record KafkaConfig(
    String bootstrap,
    String topicPrefix,
    String group,
    int maxRecordBytes,
    Map<String, String> client) {
  private static final String DISCOVERY = "partition.discovery.interval.ms";
  private static final String DISCOVERY_MILLIS = "60000";

  static KafkaConfig from(Problems problems) {
    return new KafkaConfig(
        problems.read(JobOptions.KAFKA_BOOTSTRAP, KafkaConfig::isHosts, "host:port,..."),
        problems.read(
            JobOptions.KAFKA_TOPIC_PREFIX,
            p -> p.matches("[a-zA-Z0-9._-]*"),
            "letters, digits, '.', '_' and '-'"),
        problems.read(JobOptions.KAFKA_GROUP, g -> !g.isBlank(), "a name"),
        (int)
            problems
                .read(
                    JobOptions.KAFKA_MAX_RECORD,
                    m -> m.getBytes() >= 1 << 20 && m.getBytes() <= 1 << 30,
                    "1 mb to 1 gb")
                .getBytes(),
        client(problems));
  }

  private static Map<String, String> client(Problems problems) {
    String file = problems.readOptional(JobOptions.KAFKA_CONFIG);
    try {
      return file == null ? Map.of() : KafkaClientFile.read(KafkaClientFile.KEY, Path.of(file));
    } catch (IllegalArgumentException e) {
      problems.add(JobOptions.KAFKA_CONFIG, file, "a file of Kafka client properties");
      return Map.of();
    }
  }

  private static boolean isHosts(String value) {
    return value.matches("[^,\\s]+:\\d+(,[^,\\s]+:\\d+)*");
  }

  String topic(String name) {
    return topicPrefix + name;
  }

  /** Fetches return as soon as there is a record; new partitions are found within a minute. */
  Properties consumer() {
    Properties properties = clientProperties();
    properties.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
    properties.setProperty(
        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, String.valueOf(maxRecordBytes));
    properties.setProperty(DISCOVERY, DISCOVERY_MILLIS);
    return properties;
  }

  /** Sends without delay: by default, Kafka 4's producers linger for 5 ms. */
  Properties producer() {
    Properties properties = clientProperties();
    properties.setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
    properties.setProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(maxRecordBytes));
    properties.setProperty(
        ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(2L * maxRecordBytes));
    return properties;
  }

  private Properties clientProperties() {
    Properties properties = new Properties();
    properties.putAll(client);
    return properties;
  }
}
