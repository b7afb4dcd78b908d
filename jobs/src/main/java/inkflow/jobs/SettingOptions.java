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
 * {@code session.steps} and its like: the defaults of a job's sessions. Key, type, default and
 * sentence are those of {@link PictureSettings}.
 */
public final class SettingOptions {
  private SettingOptions() {}

  /** One for each setting whose default a job may change. */
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

  /** A new record with the value of each. */
  public static SettingsChanged read(Problems problems) {
    SettingsChanged settings = new SettingsChanged();
    PictureSettings.with(JobOption.class).forEach(it -> read(it, problems, settings));
    return settings;
  }

  private static <T> void read(Setting<T> setting, Problems problems, SettingsChanged settings) {
    var range = setting.use(JobOption.class).orElseThrow().range();
    setting.put(settings, problems.read(of(setting), range::takes, range.expected()));
  }

  @SuppressWarnings("unchecked") // each branch builds an option of the very type it asks for
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
