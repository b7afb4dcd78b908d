package inkflow.gateway.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * Kafka's address and the properties of its clients.
 *
 * @param bootstrapServers {@code host:port,...}
 * @param topicPrefix put before each topic name, usually empty
 * @param properties given to the clients as they are, for security settings
 */
public record KafkaClients(
    String bootstrapServers, String topicPrefix, Map<String, String> properties) {

  String topic(String name) {
    return topicPrefix + name;
  }

  /** A new map with the common configuration; the caller may change it. */
  Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(properties);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, "inkflow-gateway");
    return config;
  }
}
