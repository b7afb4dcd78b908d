package inkflow.cli;

import inkflow.cli.libtorch.DeviceSetup;
import inkflow.cli.options.LoggingOptions;
import inkflow.diffusion.parity.ParityCheck;
import inkflow.diffusion.parity.golden.ParityResult;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inkflow check-parity}. */
@Command(
    name = "check-parity",
    description = {
      "Compare the engine's parts with a reference implementation's numbers.",
      "A line for each case: name, largest error, tolerance, ok or FAIL. Exits 1 on any FAIL."
    },
    mixinStandardHelpOptions = true)
final class CheckParityCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Parameters(paramLabel = "DIR", description = "A folder of cases, or one case.")
  Path folder;

  @Option(
      names = "--device",
      paramLabel = "cpu or cuda:N",
      defaultValue = "cpu",
      description = "Where the networks run, in float32. Default: ${DEFAULT-VALUE}.")
  String device;

  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws InterruptedException {
    List<Path> cases = Files.isDirectory(folder) ? ParityCheck.cases(folder) : List.of();
    if (cases.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "DIR: " + folder + " (expected: a folder with cases)");
    }
    DeviceSetup.prepare(device, command.commandLine().getErr());
    PrintWriter out = command.commandLine().getOut();
    List<ParityResult> failed = new ArrayList<>();
    long start = System.nanoTime();
    boolean ok = ParityCheck.run(cases, device, result -> print(result, failed, out));
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(
        "%d cases: %d ok, %d FAIL, in %.1f s%n",
        cases.size(), cases.size() - failed.size(), failed.size(), seconds);
    out.flush();
    return ok ? 0 : 1;
  }

  private static void print(ParityResult result, List<ParityResult> failed, PrintWriter out) {
    out.println(result.line());
    out.flush();
    if (!result.ok()) {
      failed.add(result);
    }
  }
}
