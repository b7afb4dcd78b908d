package inkflow.jobs.kafka;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Settings of Kafka's clients from a properties file, for TLS and logins. The keys are Kafka's own:
 * {@code security.protocol}, {@code sasl.jaas.config}, {@code ssl.truststore.location}.
 */
public final class KafkaClientFile {
  /** The job's option that names the file. */
  public static final String KEY = "kafka.config";

  private KafkaClientFile() {}

  /**
   * Reads the file.
   *
   * @param key the option that named the file, for the message of an error
   * @throws IllegalArgumentException if there is no such file, or it can't be read as properties
   */
  public static Map<String, String> read(String key, Path file) {
    Properties read = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + ": " + file + " (expected: a file of Kafka client properties)", e);
    }
    return read.stringPropertyNames().stream()
        .collect(Collectors.toUnmodifiableMap(name -> name, read::getProperty));
  }
}
