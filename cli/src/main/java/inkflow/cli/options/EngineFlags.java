package inkflow.cli.options;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Adds to a command with a model a flag for each engine option declared with a {@code CommandFlag}.
 */
public final class EngineFlags implements IModelTransformer {
  private static final List<EngineFlag<?>> FLAGS =
      EngineOption.ALL.stream()
          .filter(option -> option.flag().isPresent())
          .<EngineFlag<?>>map(EngineFlag::new)
          .toList();

  /** Where the image of docker/ keeps Inkling. */
  private static final Path IN_THE_IMAGE = Path.of("/opt/inkflow/models/inkling");

  @Override
  public CommandSpec transform(CommandSpec command) {
    FLAGS.stream()
        .filter(flag -> !flag.flag().ofRenderAlone())
        .forEach(flag -> command.addOption(flag.spec()));
    return command;
  }

  /** Adds the flags of every command with a model, and those of {@code inkflow render} only. */
  static void addAll(CommandSpec command) {
    FLAGS.forEach(flag -> command.addOption(flag.spec()));
  }

  /**
   * The options for an engine in this process; the model is Inkling if none is given.
   *
   * @throws ParameterException if a file is missing, or an option doesn't take its value
   */
  public static EngineOptions read(CommandSpec command) {
    EngineOptions given = EngineOptions.defaults();
    for (EngineFlag<?> flag : FLAGS) {
      given = flag.read(command, file -> existing(flag, command, file), given);
    }
    return with(Install.embeddedModel(), command, given);
  }

  /**
   * The options for an engine on another machine; the model is the image's Inkling if none is
   * given.
   *
   * @throws ParameterException if an option doesn't take its value
   */
  public static EngineOptions readRemote(CommandSpec command) {
    EngineOptions given = EngineOptions.defaults();
    for (EngineFlag<?> flag : FLAGS) {
      given = flag.read(command, file -> file, given);
    }
    return with(Optional.of(IN_THE_IMAGE), command, given);
  }

  private static EngineOptions with(
      Optional<Path> usualModel, CommandSpec command, EngineOptions given) {
    if (given.find(EngineOption.MODEL).isPresent()) {
      return given;
    }
    Path model =
        usualModel.orElseThrow(
            () ->
                new EngineFlag<>(EngineOption.MODEL)
                    .wrong(command, "none", "a model, as this installation has no models/inkling"));
    return given.with(EngineOption.MODEL, model);
  }

  private static Path existing(EngineFlag<?> flag, CommandSpec command, Path file) {
    if (!Files.exists(file)) {
      throw flag.wrong(command, file, "a file or folder that exists");
    }
    return file.toAbsolutePath();
  }
}
