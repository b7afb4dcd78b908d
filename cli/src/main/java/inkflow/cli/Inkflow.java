package inkflow.cli;

import inkflow.cli.demo.DemoCommand;
import inkflow.cli.process.Failures;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code inkflow} command. Exit code 0, 1 for a failure, 2 for wrong usage. */
@Command(
    name = "inkflow",
    description = "Draw, and diffusion pictures follow: on Kafka, Flink and the JVM.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RenderCommand.class,
      WatchCommand.class,
      SubmitCommand.class,
      GatewayCommand.class,
      ModelsCommand.class,
      CheckParityCommand.class,
      DoctorCommand.class,
      FetchCudaCommand.class,
      TopicsCommand.class,
      HelpCommand.class
    })
public final class Inkflow {
  public static void main(String[] arguments) {
    // Initialise slf4j on one thread before others start: it drops messages that are logged during
    // initialisation.
    LoggerFactory.getILoggerFactory();
    int exit = commandLine().execute(arguments);
    // Libraries may leave non-daemon threads running, so end the process explicitly.
    System.exit(exit);
  }

  public static CommandLine commandLine() {
    return new CommandLine(new Inkflow())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(new Failures())
        .setExecutionExceptionHandler(new Failures());
  }

  private Inkflow() {}
}
