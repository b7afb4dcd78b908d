package inkflow.cli.options;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Option;

/** What is logged to stderr: our warnings and real errors, or everything with -v. */
public final class LoggingOptions {
  private static volatile boolean verbose;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log what Kafka, Flink and the engine do, and whole stack traces.")
  void verbose(boolean asked) {
    verbose = asked;
    if (asked) {
      Configurator.setRootLevel(Level.INFO);
      Configurator.setLevel("inkflow", Level.DEBUG);
    }
  }

  public static boolean isVerbose() {
    return verbose;
  }
}
