package inkflow.cli.outage;

import inkflow.jobs.TopicCreation;
import inkflow.jobs.local.EmbeddedKafka;
import inkflow.jobs.local.EmbeddedKafkaOptions;
import inkflow.jobs.local.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;

/** A broker as a process of its own, which can be killed and made anew with its data. */
final class BrokerProcess implements AutoCloseable {
  private final int port = Ports.free();
  private final Path data;
  private final Path output;
  private Process process;

  BrokerProcess(Path folder) throws Exception {
    data = folder.resolve("kafka");
    output = folder.resolve("kafka.log");
    start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address()))) {
      TopicCreation.createMissing(admin, 2, Optional.of((short) 1));
    }
  }

  /** The process: a port and a folder. */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedKafka.start(
        EmbeddedKafkaOptions.temporary()
            .withPort(Integer.parseInt(arguments[0]))
            .withData(Path.of(arguments[1])));
    new CountDownLatch(1).await();
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Starts it and waits until its port is open. */
  void start() throws Exception {
    process =
        Java.start(
            output,
            List.of("-Xmx384m"),
            BrokerProcess.class,
            String.valueOf(port),
            data.toString());
    while (!listens()) {
      if (!process.isAlive()) {
        throw new AssertionError("the broker ended; see " + output);
      }
      Thread.sleep(50);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
