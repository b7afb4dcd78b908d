package inkflow.jobs.local;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an {@link EmbeddedKafka} listens and keeps its log.
 *
 * @param port of the broker on 127.0.0.1; 0 takes a free one
 * @param data folder that outlives the broker, created if missing; empty for a temporary one,
 *     deleted when the broker is closed
 */
public record EmbeddedKafkaOptions(int port, Optional<Path> data) {

  public EmbeddedKafkaOptions {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("kafka-port: " + port + " (expected: 0 to 65535)");
    }
  }

  /** A free port and a temporary folder. */
  public static EmbeddedKafkaOptions temporary() {
    return new EmbeddedKafkaOptions(0, Optional.empty());
  }

  public EmbeddedKafkaOptions withPort(int newPort) {
    return new EmbeddedKafkaOptions(newPort, data);
  }

  EmbeddedKafkaOptions withData(Path folder) {
    return new EmbeddedKafkaOptions(port, Optional.of(folder));
  }
}
