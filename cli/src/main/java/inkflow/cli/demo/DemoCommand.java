package inkflow.cli.demo;

import inkflow.cli.libtorch.DeviceSetup;
import inkflow.cli.options.EngineFlags;
import inkflow.cli.options.LoggingOptions;
import inkflow.cli.process.Browser;
import inkflow.cli.process.ShutdownHook;
import inkflow.jobs.local.PortTakenException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkflow demo}. */
@Command(
    name = "demo",
    description = "Run the whole system in one process and open it in the browser.",
    modelTransformer = EngineFlags.class,
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address of the page: 0.0.0.0 lets others on the network in, who can then draw."
              + " Default: ${DEFAULT-VALUE}, this machine only.")
  String bind;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Where the page is; 0 takes a free port. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      defaultValue = "9092",
      description = "Where the broker is; 0 takes a free port. Default: ${DEFAULT-VALUE}.")
  int kafkaPort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep topics and checkpoints there; the next start goes on from them. Default: a"
              + " temporary folder that goes at the end.")
  Path data;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description = "An option of the job, such as session.steps=4. Repeatable.")
  Map<String, String> settings = Map.of();

  @Option(names = "--no-browser", description = "Don't open a browser.")
  boolean noBrowser;

  @Spec CommandSpec command;
  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws InterruptedException {
    DemoOptions options =
        new DemoOptions(
            bind, port, kafkaPort, Optional.ofNullable(data), EngineFlags.read(command), settings);
    DeviceSetup.prepare(options.engine(), command.commandLine().getErr());
    Demo demo = new Demo(options);
    ShutdownHook.close(demo);
    start(demo);
    if (!noBrowser) {
      Browser.open(demo.url());
    }
    demo.awaitClose();
    return 0;
  }

  private void start(Demo demo) {
    System.err.println("Starting Kafka, Flink, the model and the page ...");
    try {
      demo.start();
    } catch (PortTakenException e) {
      throw new IllegalStateException(
          e.getMessage() + "; choose another with " + e.key() + " N", e);
    }
    if (demo.resumed()) {
      System.err.println("Going on from what is in " + data + ".");
    }
    System.out.println("Inkflow is ready: " + demo.url());
    System.out.println("Kafka is at " + demo.bootstrapServers() + ". Ctrl-C stops both.");
  }
}
