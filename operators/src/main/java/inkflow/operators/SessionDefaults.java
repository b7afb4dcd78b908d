package inkflow.operators;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.canvas.rules.Settings;
import inkflow.canvas.settings.PictureSettings;
import java.io.Serializable;
import java.util.List;

/**
 * What a session uses until somebody sets it.
 *
 * @param settings those that the model does not decide; must not be changed
 */
public record SessionDefaults(SettingsChanged settings) implements Serializable {

  /** Those that the settings are declared with. */
  public static SessionDefaults defaults() {
    return new SessionDefaults(PictureSettings.defaults()).withLoras(List.of());
  }

  /** The same but for what {@code change} sets. */
  public SessionDefaults with(SettingsChanged change) {
    return new SessionDefaults(Settings.merged(settings, change));
  }

  /** With styles that are on from the start. */
  public SessionDefaults withLoras(List<LoraWeight> mix) {
    return with(SettingsChanged.newBuilder().setLoras(mix).build());
  }
}
