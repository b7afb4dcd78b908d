package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code inkflow demo} as a separate process, with the tests' class path and free ports. */
public final class DemoProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern READY = Pattern.compile("Inkflow is ready: (\\S+)");
  private static final Pattern KAFKA = Pattern.compile("Kafka is at (\\S+:\\d+)");

  private final Process process;
  private final Path output;

  private DemoProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a demo on free ports unless {@code arguments} say otherwise; doesn't wait. */
  public static DemoProcess start(Path folder, String... arguments) throws IOException {
    Path output = Files.createTempFile(folder, "demo", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + folder));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Inkflow.class.getName(), "demo", "--no-browser"));
    command.addAll(List.of(arguments));
    for (String port : List.of("--port", "--kafka-port")) {
      if (!command.contains(port)) {
        command.addAll(List.of(port, "0"));
      }
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("OMP_WAIT_POLICY", "ACTIVE");
    builder.environment().put("GOMP_SPINCOUNT", "3000");
    builder.environment().put("PYTORCH_FLAVOR", "cpu");
    builder.environment().put("OPT_OUT_TRACKING", "true");
    return new DemoProcess(builder.start(), output);
  }

  public DemoProcess awaitReady() throws InterruptedException {
    Instant end = Instant.now().plus(START_LIMIT);
    while (!READY.matcher(said()).find() || !KAFKA.matcher(said()).find()) {
      if (!process.isAlive() || Instant.now().isAfter(end)) {
        throw new AssertionError("the demo did not get ready; it said:\n" + said());
      }
      Thread.sleep(50);
    }
    return this;
  }

  public long pid() {
    return process.pid();
  }

  String url() {
    return group(READY);
  }

  public String bootstrapServers() {
    return group(KAFKA);
  }

  /** Its output on stdout and stderr so far. */
  public String said() {
    try {
      return Files.readString(output, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ctrl-C. */
  public void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  /** Waits for the exit code; fails if the process is still running after {@code limit}. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the demo lives on after " + limit + "; it said:\n" + said());
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    if (process.isAlive()) {
      kill();
    }
  }

  private String group(Pattern pattern) {
    Matcher matcher = pattern.matcher(said());
    if (!matcher.find()) {
      throw new AssertionError("not ready; it said:\n" + said());
    }
    return matcher.group(1);
  }
}
