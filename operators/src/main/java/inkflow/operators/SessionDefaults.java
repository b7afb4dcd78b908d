package inkflow.operators;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.canvas.rules.Settings;
import inkflow.canvas.settings.PictureSettings;
import java.io.Serializable;
import java.util.List;

/**
 * A session's settings until somebody changes them.
 *
 * @param settings defaults that don't depend on the model; must not be changed
 */
public record SessionDefaults(SettingsChanged settings) implements Serializable {

  /** The defaults of {@link inkflow.canvas.settings.PictureSettings}. */
  public static SessionDefaults defaults() {
    return new SessionDefaults(PictureSettings.defaults()).withLoras(List.of());
  }

  /** These defaults, overwritten by the fields that {@code change} sets. */
  public SessionDefaults with(SettingsChanged change) {
    return new SessionDefaults(Settings.merged(settings, change));
  }

  /** With a default LoRA mix. */
  public SessionDefaults withLoras(List<LoraWeight> mix) {
    return with(SettingsChanged.newBuilder().setLoras(mix).build());
  }
}
