package inkflow.canvas;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;

/** The ranges of settings. What is null is not set and not checked. */
final class SettingsChecks {
  private static final int MOST_STEPS = 50;
  private static final double MOST_GUIDANCE = 30;
  private static final double MOST_FPS = 240;
  private static final double MOST_LORA_SCALE = 10;
  private static final double MOST_FOLLOW = 2;
  private static final int PIXEL_STEP = 8;
  private static final int SMALLEST_SIDE = 64;

  private SettingsChecks() {}

  static void check(SettingsChanged settings, CanvasLimits limits) throws RefusedEventException {
    checkPrompt("prompt", settings.getPrompt(), limits);
    checkPrompt("negativePrompt", settings.getNegativePrompt(), limits);
    Integer steps = settings.getSteps();
    require(
        steps == null || (steps >= 1 && steps <= MOST_STEPS), "steps", steps, "1 to " + MOST_STEPS);
    Double strength = settings.getStrength();
    require(
        strength == null || (strength > 0 && strength <= 1), "strength", strength, "> 0 and <= 1");
    checkRange("guidanceScale", settings.getGuidanceScale(), 0, MOST_GUIDANCE);
    EventChecks.checkName("model", settings.getModel(), limits);
    checkSide("width", settings.getWidth(), limits);
    checkSide("height", settings.getHeight(), limits);
    Double fps = settings.getMaxFps();
    require(fps == null || (fps > 0 && fps <= MOST_FPS), "maxFps", fps, "> 0 and <= " + MOST_FPS);
    checkRange("feedback", settings.getFeedback(), 0, 1);
    checkRange("similarityThreshold", settings.getSimilarityThreshold(), 0, 1);
    checkRange("cameraMix", settings.getCameraMix(), 0, 1);
    checkRange("follow", settings.getFollow(), 0, MOST_FOLLOW);
    checkLoras(settings, limits);
  }

  private static void checkPrompt(String key, String prompt, CanvasLimits limits)
      throws RefusedEventException {
    EventChecks.checkLength("settings." + key, key, prompt, limits.promptLength());
  }

  private static void checkSide(String key, Integer side, CanvasLimits limits)
      throws RefusedEventException {
    require(
        side == null
            || (side >= SMALLEST_SIDE && side <= limits.pictureSide() && side % PIXEL_STEP == 0),
        key,
        side,
        "a multiple of " + PIXEL_STEP + " from " + SMALLEST_SIDE + " to " + limits.pictureSide());
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
      checkRange("loras.scale", lora.getScale(), -MOST_LORA_SCALE, MOST_LORA_SCALE);
    }
  }

  private static void checkRange(String key, Double value, double least, double most)
      throws RefusedEventException {
    require(value == null || (value >= least && value <= most), key, value, least + " to " + most);
  }

  private static void require(boolean holds, String key, Object value, String expected)
      throws RefusedEventException {
    if (!holds) {
      throw RefusedEventException.of("settings." + key, key, value, expected);
    }
  }
}
