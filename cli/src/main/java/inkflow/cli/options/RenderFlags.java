package inkflow.cli.options;

import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Adds to {@code inkflow render} the options declared for it: settings of a picture, engine
 * options.
 */
public final class RenderFlags implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec command) {
    SettingOptions.addTo(command);
    EngineFlags.addAll(command);
    return command;
  }
}
