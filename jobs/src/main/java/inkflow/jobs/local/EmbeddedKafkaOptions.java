package inkflow.jobs.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where an {@link EmbeddedKafka} listens and keeps its log.
 *
 * @param port of the broker on 127.0.0.1; 0 takes a free one
 * @param data folder that outlives the broker, created if missing; empty for a temporary one,
 *     deleted when the broker is closed
 * @param broker settings of the broker's own that come on top, such as a listener with TLS
 */
public record EmbeddedKafkaOptions(int port, Optional<Path> data, Map<String, String> broker) {

  public EmbeddedKafkaOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("kafka-port: " + port + " (expected: 0 to 65535)");
    }
  }

  /** A free port and a temporary folder. */
  public static EmbeddedKafkaOptions temporary() {
    return new EmbeddedKafkaOptions(0, Optional.empty(), Map.of());
  }

  public EmbeddedKafkaOptions withPort(int newPort) {
    return new EmbeddedKafkaOptions(newPort, data, broker);
  }

  public EmbeddedKafkaOptions withData(Path folder) {
    return new EmbeddedKafkaOptions(port, Optional.of(folder), broker);
  }

  public EmbeddedKafkaOptions withBroker(Map<String, String> settings) {
    return new EmbeddedKafkaOptions(port, data, settings);
  }
}
