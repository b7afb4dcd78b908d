package inkflow.jobs;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Options such as {@code engine.model}: what each TaskManager loads and how it runs it. They are
 * derived from the declarations in {@link EngineOption}.
 */
public final class EngineKeys {
  private static final List<EngineKey<?>> KEYS =
      EngineOption.ALL.stream()
          .filter(option -> option.key().isPresent())
          .<EngineKey<?>>map(EngineKey::new)
          .toList();

  private EngineKeys() {}

  /** The job's options for the engine. */
  public static List<ConfigOption<?>> all() {
    return KEYS.stream().<ConfigOption<?>>map(EngineKey::configOption).toList();
  }

  /** Writes the values of {@code engine} into {@code settings}. */
  public static void put(Configuration settings, EngineOptions engine) {
    KEYS.forEach(key -> key.put(settings, engine));
  }

  static EngineOptions read(Problems problems) {
    EngineOptions engine = EngineOptions.defaults();
    for (EngineKey<?> key : KEYS) {
      engine = key.read(problems, engine);
    }
    return engine;
  }
}
