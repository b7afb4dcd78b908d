package inkflow.cli;

import inkflow.cli.libtorch.CudaLibtorch;
import inkflow.cli.options.LoggingOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code inkflow fetch-cuda}. */
@Command(
    name = "fetch-cuda",
    description = {
      "Fetch " + CudaLibtorch.NAME + ", which --device cuda:N needs.",
      "Commands that need it fetch it themselves. Prints the folder, for PYTORCH_LIBRARY_PATH."
    },
    mixinStandardHelpOptions = true)
final class FetchCudaCommand implements Callable<Integer> {
  @Spec CommandSpec command;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where to keep it. Default: where the other commands look for it.")
  Path folder;

  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws InterruptedException {
    CudaLibtorch libtorch = folder == null ? CudaLibtorch.standard() : CudaLibtorch.in(folder);
    Path libraries = libtorch.fetch(command.commandLine().getErr());
    command.commandLine().getOut().println(libraries);
    return 0;
  }
}
