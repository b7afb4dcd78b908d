package inkflow.jobs.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker in this process: KRaft, broker and controller in one, on 127.0.0.1.
 *
 * <p>With a data folder, topics and offsets survive a restart, even if the process was killed.
 * Writing to a topic doesn't create it; see {@link inkflow.jobs.TopicCreation}.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final String KEY = "kafka-port";

  private final KafkaRaftServer server;
  private final int port;
  private final Path log;
  private final boolean temporary;

  private EmbeddedKafka(KafkaRaftServer server, int port, Path log, boolean temporary) {
    this.server = server;
    this.port = port;
    this.log = log;
    this.temporary = temporary;
  }

  /**
   * Starts a broker; takes about two seconds and returns when clients can connect.
   *
   * @throws PortTakenException if {@code options.port()} is taken
   */
  public static EmbeddedKafka start(EmbeddedKafkaOptions options) {
    int port = options.port() == 0 ? Ports.free() : options.port();
    Ports.requireFree(KEY, port);
    Path log = options.data().map(Folders::make).orElseGet(Folders::temporary);
    Properties config = BrokerConfig.of(port, Ports.free(), log, options.broker());
    if (!Files.exists(log.resolve("meta.properties"))) {
      format(config, log);
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(config, false), Time.SYSTEM);
    server.startup();
    return new EmbeddedKafka(server, port, log, options.data().isEmpty());
  }

  /** Formats the folder with a new cluster id, unless it has one already. */
  private static void format(Properties config, Path log) {
    Path file = log.resolve("broker.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      config.store(out, null);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " (expected: a folder to write to)", e);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    int exit = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (exit != 0) {
      throw new IllegalStateException(
          "formatting " + log + ": " + said.toString(StandardCharsets.UTF_8));
    }
  }

  /** Address for clients, {@code host:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** The folder with the broker's log. */
  Path log() {
    return log;
  }

  /** Stops the broker; removes its log if that was temporary. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    if (temporary) {
      Folders.delete(log);
    } else {
      deleteLock();
    }
  }

  /**
   * Kafka releases its lock but leaves the lock file, which looks as if a broker were still
   * running.
   */
  private void deleteLock() {
    try {
      Files.deleteIfExists(log.resolve(".lock"));
    } catch (IOException e) {
      throw new UncheckedIOException("removing " + log.resolve(".lock"), e);
    }
  }
}
