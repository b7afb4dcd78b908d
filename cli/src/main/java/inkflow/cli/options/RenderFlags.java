package inkflow.cli.options;

import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Gives {@code inkflow render} what is declared for it: a picture's settings, engine options. */
public final class RenderFlags implements IModelTransformer {

  @Override
  public CommandSpec transform(CommandSpec command) {
    SettingOptions.addTo(command);
    EngineFlags.addAll(command);
    return command;
  }
}
