package inkflow.cli.outage;

import inkflow.gateway.Gateway;
import inkflow.gateway.GatewayOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway as a process of its own, with a small heap: more than its bounds ends it. */
final class GatewayProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("port (\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int port;

  GatewayProcess(Path folder, String bootstrapServers) throws Exception {
    Path output = folder.resolve("gateway.log");
    process =
        Java.start(
            output,
            List.of("-Xmx256m", "-XX:MaxDirectMemorySize=128m", "-XX:+ExitOnOutOfMemoryError"),
            GatewayProcess.class,
            bootstrapServers);
    port = await(output);
  }

  /** The process: Kafka's address. */
  public static void main(String[] arguments) throws InterruptedException {
    Gateway gateway =
        Gateway.start(
            GatewayOptions.defaults()
                .withHost("127.0.0.1")
                .withPort(0)
                .withBootstrapServers(arguments[0]));
    System.out.println("port " + gateway.port());
    new CountDownLatch(1).await();
  }

  private int await(Path output) throws Exception {
    while (true) {
      Matcher ready = READY.matcher(Files.readString(output));
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
      if (!process.isAlive()) {
        throw new AssertionError("the gateway ended: " + Files.readString(output));
      }
      Thread.sleep(50);
    }
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A gauge by its name at {@code /metrics}. */
  long gauge(String name) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("inkflow_gateway_" + name + " "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  /** Resident memory, MiB; Linux. */
  long residentMib() throws IOException {
    Matcher resident =
        RESIDENT.matcher(Files.readString(Path.of("/proc", process.pid() + "", "status")));
    if (!resident.find()) {
      throw new IllegalStateException("/proc: no VmRSS (expected: Linux)");
    }
    return Long.parseLong(resident.group(1)) / 1024;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
