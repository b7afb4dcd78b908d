package inkflow.jobs;

import inkflow.SettingsChanged;
import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Setting;
import inkflow.canvas.settings.Use.JobOption;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ConfigOptions.OptionBuilder;
import org.apache.flink.configuration.ConfigOptions.TypedConfigOptionBuilder;

/**
 * Options such as {@code session.steps}: the default settings of a job's sessions. Key, type,
 * default and description come from {@link PictureSettings}.
 */
public final class SettingOptions {
  private SettingOptions() {}

  /** One option for each setting whose default a job may change. */
  public static List<ConfigOption<?>> all() {
    return PictureSettings.with(JobOption.class).stream()
        .<ConfigOption<?>>map(SettingOptions::of)
        .toList();
  }

  /**
   * The option of a setting.
   *
   * @throws java.util.NoSuchElementException if a job can't change the setting's default
   */
  public static <T> ConfigOption<T> of(Setting<T> setting) {
    OptionBuilder key = ConfigOptions.key(setting.use(JobOption.class).orElseThrow().key());
    return typed(key, setting.type())
        .defaultValue(setting.standard().value().orElseThrow())
        .withDescription("Default until somebody sets it. " + setting.sentence());
  }

  /** A new record with the value of each option. */
  public static SettingsChanged read(Problems problems) {
    SettingsChanged settings = new SettingsChanged();
    PictureSettings.with(JobOption.class).forEach(it -> read(it, problems, settings));
    return settings;
  }

  private static <T> void read(Setting<T> setting, Problems problems, SettingsChanged settings) {
    var range = setting.use(JobOption.class).orElseThrow().range();
    setting.put(settings, problems.read(of(setting), range::takes, range.expected()));
  }

  @SuppressWarnings("unchecked") // each branch builds an option of the type it tested
  private static <T> TypedConfigOptionBuilder<T> typed(OptionBuilder key, Class<T> type) {
    if (type == Integer.class) {
      return (TypedConfigOptionBuilder<T>) key.intType();
    }
    if (type == Long.class) {
      return (TypedConfigOptionBuilder<T>) key.longType();
    }
    if (type == Double.class) {
      return (TypedConfigOptionBuilder<T>) key.doubleType();
    }
    throw new IllegalArgumentException("type of an option: " + type + " (expected: a number)");
  }
}
