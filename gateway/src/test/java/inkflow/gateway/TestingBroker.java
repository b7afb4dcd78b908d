package inkflow.gateway;

import inkflow.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A real broker with Inkflow's topics, two partitions each but for the compacted one, its log in a
 * given folder.
 */
public final class TestingBroker implements AutoCloseable {
  private final String address;
  private final Properties config;
  private KafkaRaftServer server;

  public TestingBroker(Path folder) throws Exception {
    int port = freePort();
    address = "127.0.0.1:" + port;
    config = config(address, freePort(), folder.resolve("log"));
    format(config, folder.resolve("broker.properties"));
    start();
    createTopics();
  }

  /** Starts it again on its port, with all that it had. */
  public void start() {
    server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
    server.startup();
  }

  public void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  public String bootstrapServers() {
    return address;
  }

  private void createTopics() throws Exception {
    List<NewTopic> topics =
        Stream.of(
                Topics.SKETCH_EVENTS,
                Topics.CAMERA_FRAMES,
                Topics.GENERATED_FRAMES,
                Topics.SESSION_UPDATES,
                Topics.ENGINE_CAPABILITIES)
            .map(name -> new NewTopic(name, partitions(name), (short) 1))
            .toList();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      admin.createTopics(topics).all().get();
    }
  }

  private static int partitions(String topic) {
    return topic.equals(Topics.ENGINE_CAPABILITIES) ? 1 : 2;
  }

  private static Properties config(String broker, int controllerPort, Path log) {
    Properties config = new Properties();
    config.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
            "controller.listener.names", "CONTROLLER",
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "listeners", "PLAINTEXT://" + broker + ",CONTROLLER://127.0.0.1:" + controllerPort,
            "advertised.listeners", "PLAINTEXT://" + broker,
            "transaction.state.log.replication.factor", "1",
            "log.cleaner.dedupe.buffer.size", "4194304",
            "log.dirs", log.toString()));
    return config;
  }

  private static void format(Properties config, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      config.store(out, null);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    if (StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IllegalStateException(said.toString(StandardCharsets.UTF_8));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
