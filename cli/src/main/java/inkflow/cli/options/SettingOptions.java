package inkflow.cli.options;

import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Setting;
import inkflow.canvas.settings.Use.RenderOption;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Adds to a command an option for each setting declared with a {@code RenderOption}. */
public final class SettingOptions {
  private SettingOptions() {}

  static void addTo(CommandSpec command) {
    PictureSettings.with(RenderOption.class).forEach(setting -> command.addOption(option(setting)));
  }

  /** The value given, or the option's default; empty if the default depends on something. */
  public static <T> Optional<T> read(CommandSpec command, Setting<T> setting) {
    String name = setting.use(RenderOption.class).orElseThrow().name();
    return Optional.ofNullable(setting.type().cast(command.findOption(name).getValue()));
  }

  private static OptionSpec option(Setting<?> setting) {
    RenderOption option = setting.use(RenderOption.class).orElseThrow();
    String standard = option.standard().text();
    OptionSpec.Builder spec =
        OptionSpec.builder(option.name())
            .paramLabel(option.label())
            .type(setting.type())
            .required(option.required())
            .description(
                standard.isEmpty()
                    ? setting.sentence()
                    : setting.sentence() + " Default: " + standard + ".");
    option.standard().value().ifPresent(value -> spec.defaultValue(value.toString()));
    return spec.build();
  }
}
