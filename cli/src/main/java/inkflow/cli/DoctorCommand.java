package inkflow.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import inkflow.cli.doctor.Doctor;
import inkflow.cli.doctor.Finding;
import inkflow.cli.options.EngineFlags;
import inkflow.cli.options.LoggingOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkflow doctor}. */
@Command(
    name = "doctor",
    description = {
      "Tell what this machine offers, and whether a demo with these options could run on it.",
      "Starts nothing and fetches nothing. Exits 1 if something is in the way."
    },
    modelTransformer = EngineFlags.class,
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Where the page would be. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--kafka-port",
      paramLabel = "N",
      defaultValue = "9092",
      description = "Where the broker would be. Default: ${DEFAULT-VALUE}.")
  int kafkaPort;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws JsonProcessingException {
    List<Finding> findings = Doctor.here().examine(EngineFlags.read(command), port, kafkaPort);
    boolean ok = findings.stream().allMatch(Finding::ok);
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(Map.of("ok", ok, "findings", findings)));
    } else {
      for (Finding finding : findings) {
        String mark = finding.ok() ? "ok" : "FAIL";
        out.printf("%-4s  %-10s  %s%n", mark, finding.name(), finding.text());
      }
    }
    out.flush();
    return ok ? 0 : 1;
  }
}
