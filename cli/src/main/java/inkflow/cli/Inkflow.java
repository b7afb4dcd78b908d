package inkflow.cli;

import inkflow.cli.demo.DemoCommand;
import inkflow.cli.process.Failures;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code inkflow} command. Exits 0, 1 where it failed, 2 where it was used wrongly. */
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
      TopicsCommand.class,
      HelpCommand.class
    })
public final class Inkflow {
  public static void main(String[] arguments) {
    // On one thread, before many start that log: slf4j would drop and complain of what comes early.
    LoggerFactory.getILoggerFactory();
    int exit = commandLine().execute(arguments);
    // Libraries leave threads behind that are no daemons; the command is over all the same.
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
