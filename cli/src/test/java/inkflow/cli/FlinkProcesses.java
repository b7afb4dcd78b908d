package inkflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.jobs.local.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job manager and a task manager, started as by the image's entry points: with Flink's jars and
 * the image's {@code lib/} on the class path, but without the job.
 */
final class FlinkProcesses implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** Jars that a Flink image doesn't have, or that come from the image's own layout. */
  private static final Pattern NOT_FLINKS =
      Pattern.compile(
          "(inkflow|kafka|flink-connector|api-0|pytorch|gson|jna|jackson|avro|pcollections|vertx"
              + "|netty|micrometer|prometheus|picocli).*");

  private final Path image;
  private final Path conf;
  private final Path logs;
  private final int restPort = Ports.free();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();

  private FlinkProcesses(Path image, Path folder) throws IOException {
    this.image = image;
    this.conf = Files.createDirectories(folder.resolve("conf"));
    this.logs = Files.createDirectories(folder.resolve("logs"));
  }

  /**
   * Starts both.
   *
   * @param settings as the image's entry point has them; addresses and folders are replaced by this
   *     machine's
   */
  static FlinkProcesses start(Path image, Path folder, Map<String, String> settings)
      throws Exception {
    FlinkProcesses flink = new FlinkProcesses(image, folder);
    Files.writeString(flink.conf.resolve("config.yaml"), flink.config(folder, settings));
    flink.java(
        "jobmanager", flink.logging(), "runtime.entrypoint.StandaloneSessionClusterEntrypoint");
    List<String> resources = flink.resources();
    List<String> dynamic = List.of(resources.get(1).split(" "));
    flink.java(
        "taskmanager",
        Stream.of(
                Stream.of(resources.get(0).split(" ")),
                jvmOptions(settings),
                flink.logging().stream())
            .flatMap(options -> options)
            .toList(),
        "runtime.taskexecutor.TaskManagerRunner",
        dynamic.toArray(String[]::new));
    flink.await("a task manager with slots", "/overview", "\"slots-available\":[1-9]");
    return flink;
  }

  private String config(Path folder, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("jobmanager.rpc.address", "127.0.0.1");
    all.put("jobmanager.rpc.port", String.valueOf(Ports.free()));
    all.put("jobmanager.memory.process.size", "900m");
    all.put("rest.address", "127.0.0.1");
    all.put("rest.port", String.valueOf(restPort));
    all.put("taskmanager.host", "127.0.0.1");
    all.put("execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
    all.put("io.tmp.dirs", folder.toString());
    return all.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** As Flink's scripts name the file when a process stays in the foreground. */
  private List<String> logging() {
    Path file = image.resolve("opt/flink/conf/log4j-console.properties").toAbsolutePath();
    return List.of("-Dlog4j.configurationFile=" + file.toUri());
  }

  /** The task manager's own JVM options, split at white space as Flink's scripts split them. */
  private static Stream<String> jvmOptions(Map<String, String> settings) {
    return Stream.of("env.java.default-opts.taskmanager", "env.java.opts.taskmanager")
        .flatMap(key -> Stream.of(settings.getOrDefault(key, "").split("\\s+")))
        .filter(option -> !option.isEmpty());
  }

  /** JVM arguments and Flink settings of a task manager, as Flink's own scripts ask for them. */
  private List<String> resources() throws Exception {
    Process asked =
        java("resources", List.of(), "runtime.util.bash.BashJavaUtils", "GET_TM_RESOURCE_PARAMS");
    asked.waitFor();
    String mark = "BASH_JAVA_UTILS_EXEC_RESULT:";
    return Files.readString(log("resources"), UTF_8)
        .lines()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()))
        .toList();
  }

  private Process java(String name, List<String> jvm, String main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath(), "org.apache.flink." + main));
    if (main.endsWith("BashJavaUtils")) {
      command.addAll(List.of(arguments));
      command.addAll(List.of("--configDir", conf.toString()));
    } else {
      command.addAll(List.of("--configDir", conf.toString()));
      command.addAll(List.of(arguments));
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log(name).toFile());
    builder.environment().put("PYTORCH_FLAVOR", "cpu");
    builder.environment().put("OPT_OUT_TRACKING", "true");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", "lib"))) {
      String flinks =
          jars.filter(jar -> !NOT_FLINKS.matcher(jar.getFileName().toString()).matches())
              .map(jar -> jar.toAbsolutePath().toString())
              .sorted()
              .collect(Collectors.joining(":"));
      return flinks + ":" + image.resolve("opt/flink/lib") + "/*";
    }
  }

  /** System properties of the task manager's JVM. */
  Properties taskManagerProperties() throws IOException {
    Process taskManager = processes.get(processes.size() - 1);
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asked =
        new ProcessBuilder(jcmd, String.valueOf(taskManager.pid()), "VM.system_properties").start();
    Properties properties = new Properties();
    properties.load(asked.getInputStream());
    return properties;
  }

  String restAddress() {
    return "127.0.0.1:" + restPort;
  }

  void cancel(String job) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/jobs/" + job))
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .build();
    http.send(request, BodyHandlers.ofString());
    await("the end of the job", "/jobs/" + job, "\"state\":\"CANCELED\"");
  }

  /** Checkpoints that were completed since the job came up. */
  int checkpoints(String job) throws InterruptedException {
    Matcher counted =
        Pattern.compile("\"completed\":(\\d+)").matcher(get("/jobs/" + job + "/checkpoints"));
    return counted.find() ? Integer.parseInt(counted.group(1)) : 0;
  }

  private void await(String what, String path, String pattern) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    Instant end = Instant.now().plus(START_LIMIT);
    while (!wanted.matcher(get(path)).find()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(what + " did not come; logs:\n" + said());
      }
      Thread.sleep(100);
    }
  }

  private String get(String path) throws InterruptedException {
    try {
      return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "not up yet";
    }
  }

  private URI uri(String path) {
    return URI.create("http://" + restAddress() + path);
  }

  /** Lines that one of the processes wrote. */
  List<String> lines(String name) throws IOException {
    return Files.readAllLines(log(name), UTF_8);
  }

  /** The processes' output. */
  String said() {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("jobmanager", "taskmanager")) {
      try {
        all.append(name).append(":\n").append(Files.readString(log(name), UTF_8));
      } catch (IOException e) {
        all.append(e);
      }
    }
    return all.toString();
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }
}
