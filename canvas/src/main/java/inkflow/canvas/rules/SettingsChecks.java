package inkflow.canvas.rules;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Range;
import inkflow.canvas.settings.Setting;

/**
 * Checks settings against their ranges and the session's limits. A null field is not set and not
 * checked.
 */
public final class SettingsChecks {

  private SettingsChecks() {}

  public static void check(SettingsChanged settings, CanvasLimits limits)
      throws RefusedEventException {
    for (Setting<?> setting : PictureSettings.ALL) {
      checkRange(setting.name(), setting.in(settings).orElse(null), range(setting, limits));
    }
    checkPrompt("prompt", settings.getPrompt(), limits);
    checkPrompt("negativePrompt", settings.getNegativePrompt(), limits);
    EventChecks.checkName("model", settings.getModel(), limits);
    EventChecks.checkName("camera", settings.getCamera(), limits);
    checkLoras(settings, limits);
  }

  private static Range range(Setting<?> setting, CanvasLimits limits) {
    boolean isSide = setting == PictureSettings.WIDTH || setting == PictureSettings.HEIGHT;
    return isSide ? setting.range().upTo(limits.pictureSide()) : setting.range();
  }

  private static void checkPrompt(String key, String prompt, CanvasLimits limits)
      throws RefusedEventException {
    EventChecks.checkLength("settings." + key, key, prompt, limits.promptLength());
  }

  private static void checkLoras(SettingsChanged settings, CanvasLimits limits)
      throws RefusedEventException {
    if (settings.getLoras() == null) {
      return;
    }
    int count = settings.getLoras().size();
    require(count <= limits.loras(), "loras", count, "at most " + limits.loras());
    for (LoraWeight lora : settings.getLoras()) {
      EventChecks.checkName("loras.name", lora.getName(), limits);
      checkRange("loras.scale", lora.getScale(), PictureSettings.LORA_SCALE);
    }
  }

  private static void checkRange(String key, Object value, Range range)
      throws RefusedEventException {
    require(value == null || range.takes(value), key, value, range.expected());
  }

  private static void require(boolean holds, String key, Object value, String expected)
      throws RefusedEventException {
    if (!holds) {
      throw RefusedEventException.of("settings." + key, key, value, expected);
    }
  }
}
