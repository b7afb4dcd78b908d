package inkflow.cli;

import inkflow.cli.options.Install;
import inkflow.cli.options.LoggingOptions;
import inkflow.cli.process.Failures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inkflow models}. */
@Command(
    name = "models",
    description = "Tell what a checkpoint, ControlNet or LoRA holds, or those in a folder.",
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  private static final String SUFFIX = ".safetensors";

  @Spec CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE or DIR",
      description = "A file, a model's folder, or a folder of both. Default: Inkling.")
  Path path;

  @Mixin LoggingOptions logging;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Path from = path == null ? Install.embeddedModel().orElse(null) : path;
    if (from == null || !Files.exists(from)) {
      throw wrong(from);
    }
    if (!Files.isDirectory(from)) {
      ModelDescription.lines(from).forEach(out::println);
      return 0;
    }
    List<Path> found = ModelDescription.isModel(from) ? withAdapters(from) : models(from);
    if (found.isEmpty()) {
      throw wrong(from);
    }
    int exit = 0;
    for (Path each : found) {
      exit = Math.max(exit, describe(each, out));
    }
    return exit;
  }

  /** Describes one file; if it is broken, the command continues with the others. */
  private int describe(Path each, PrintWriter out) {
    try {
      ModelDescription.lines(each).forEach(out::println);
      return 0;
    } catch (RuntimeException e) {
      PrintWriter err = command.commandLine().getErr();
      err.println(command.qualifiedName() + ": " + Failures.message(e));
      return 1;
    }
  }

  /** A model and the LoRAs in its folder. */
  private static List<Path> withAdapters(Path model) throws IOException {
    Path loras = model.resolve("lora");
    List<Path> own = Files.isDirectory(loras) ? models(loras) : List.of();
    return Stream.concat(Stream.of(model), own.stream()).toList();
  }

  private static List<Path> models(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.toString().endsWith(SUFFIX) || ModelDescription.isModel(entry))
          .sorted()
          .toList();
    }
  }

  private ParameterException wrong(Path what) {
    return new ParameterException(
        command.commandLine(),
        "FILE or DIR: " + what + " (expected: a safetensors file, or a folder with models)");
  }
}
