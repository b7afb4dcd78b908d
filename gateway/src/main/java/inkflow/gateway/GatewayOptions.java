package inkflow.gateway;

import inkflow.gateway.log.KafkaClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Options of a gateway. Start from {@link #defaults()} and change what differs.
 *
 * @param host address to listen on; 0.0.0.0 is every interface, so that a tablet can join
 * @param port 0 takes any free one
 * @param bootstrapServers Kafka's, {@code host:port,...}
 * @param topicPrefix put before each topic name, usually empty
 * @param maxTextMessage most bytes of one JSON message from a client
 * @param maxBinaryMessage most bytes of one picture from a client, header included
 * @param inwardBytes most bytes of messages from all editors that are not in the log yet
 * @param cachedSessions most sessions whose newest picture is cached for clients that join later
 * @param backfillFrames how many frames of each partition are read at start to fill that cache
 * @param allowedOrigins pages of other hosts that may open sockets; {@code *} is any
 * @param publicHosts names, besides addresses and those of the local network, that it is reached
 *     under; requests for other names are refused
 * @param kafkaProperties given to Kafka's clients as they are, for security settings
 */
public record GatewayOptions(
    String host,
    int port,
    String bootstrapServers,
    String topicPrefix,
    int maxTextMessage,
    int maxBinaryMessage,
    int inwardBytes,
    int cachedSessions,
    int backfillFrames,
    List<String> allowedOrigins,
    List<String> publicHosts,
    Map<String, String> kafkaProperties) {

  public GatewayOptions {
    allowedOrigins = List.copyOf(allowedOrigins);
    publicHosts = List.copyOf(publicHosts);
    kafkaProperties = Map.copyOf(kafkaProperties);
    List<String> problems = new ArrayList<>();
    atLeast(problems, "port", port, 0);
    if (port > 65535) {
      problems.add("port: " + port + " (expected: <= 65535)");
    }
    if (bootstrapServers.isBlank()) {
      problems.add("bootstrapServers: \"\" (expected: host:port,...)");
    }
    atLeast(problems, "maxTextMessage", maxTextMessage, 1024);
    atLeast(problems, "maxBinaryMessage", maxBinaryMessage, 1024);
    atLeast(problems, "inwardBytes", inwardBytes, 2 * maxBinaryMessage);
    atLeast(problems, "cachedSessions", cachedSessions, 1);
    atLeast(problems, "backfillFrames", backfillFrames, 0);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  /** Port 8080 on every interface, Kafka on localhost:9092. */
  public static GatewayOptions defaults() {
    return new GatewayOptions(
        "0.0.0.0",
        8080,
        "localhost:9092",
        "",
        1 << 20,
        12 << 20,
        64 << 20,
        1000,
        200,
        List.of(),
        List.of(),
        Map.of());
  }

  /** The part of the options that concerns Kafka. */
  KafkaClients kafka() {
    return new KafkaClients(bootstrapServers, topicPrefix, kafkaProperties);
  }

  public GatewayOptions withHost(String value) {
    return with(
        value, port, bootstrapServers, topicPrefix, inwardBytes, publicHosts, kafkaProperties);
  }

  public GatewayOptions withPort(int value) {
    return with(
        host, value, bootstrapServers, topicPrefix, inwardBytes, publicHosts, kafkaProperties);
  }

  public GatewayOptions withBootstrapServers(String value) {
    return with(host, port, value, topicPrefix, inwardBytes, publicHosts, kafkaProperties);
  }

  public GatewayOptions withInwardBytes(int value) {
    return with(host, port, bootstrapServers, topicPrefix, value, publicHosts, kafkaProperties);
  }

  public GatewayOptions withPublicHosts(List<String> value) {
    return with(host, port, bootstrapServers, topicPrefix, inwardBytes, value, kafkaProperties);
  }

  /** Given to Kafka's clients as they are: TLS and logins. */
  public GatewayOptions withKafkaProperties(Map<String, String> value) {
    return with(host, port, bootstrapServers, topicPrefix, inwardBytes, publicHosts, value);
  }

  private GatewayOptions with(
      String host,
      int port,
      String bootstrapServers,
      String topicPrefix,
      int inwardBytes,
      List<String> publicHosts,
      Map<String, String> kafkaProperties) {
    return new GatewayOptions(
        host,
        port,
        bootstrapServers,
        topicPrefix,
        maxTextMessage,
        maxBinaryMessage,
        inwardBytes,
        cachedSessions,
        backfillFrames,
        allowedOrigins,
        publicHosts,
        kafkaProperties);
  }

  private static void atLeast(List<String> problems, String key, int value, int least) {
    if (value < least) {
      problems.add(key + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
