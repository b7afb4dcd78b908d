package inkflow.operators;

import inkflow.SettingsChanged;
import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.RenderEngine;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.LoraScale;
import java.util.Optional;

/**
 * Refuses settings with which no picture can be made. If accepted, they would fail every later
 * frame of everybody in the session.
 */
public final class SettingsGate {
  private final SessionDefaults defaults;
  private final SessionLimits limits;
  private final ModelInfo model;
  private final RenderEngine engine;

  public SettingsGate(SessionDefaults defaults, SessionLimits limits, RenderEngine engine) {
    this.defaults = defaults;
    this.limits = limits;
    this.model = engine.model();
    this.engine = engine;
  }

  /** Why the default settings can't be rendered; empty if they can. */
  public Optional<Refusal> checkDefaults() {
    SettingsChanged nothing = new SettingsChanged();
    return check(nothing, nothing);
  }

  public RenderSettings resolve(SettingsChanged set) {
    return RenderSettings.of(set, defaults, model);
  }

  /**
   * Checks what the canvas module can't know: this model and this machine's limits.
   *
   * @param change the settings that the event sets
   * @param merged the session's settings with the change applied
   */
  public Optional<Refusal> check(SettingsChanged change, SettingsChanged merged) {
    if (change.getModel() != null && !change.getModel().equals(model.name())) {
      return refuse("settings.model", change.getModel(), model.name());
    }
    if (change.getFollow() != null && change.getFollow() > 0 && !model.follows()) {
      return refuse("settings.follow", change.getFollow(), "0, as the model has no sketch adapter");
    }
    RenderSettings settings = resolve(merged);
    for (LoraScale lora : settings.loras()) {
      if (!model.loras().contains(lora.name())) {
        return refuse("settings.loras", lora.name(), "one of " + model.loras());
      }
    }
    int steps = settings.get(PictureSettings.STEPS);
    if (steps > limits.steps()) {
      return refuse("settings.steps", steps, "1 to " + limits.steps());
    }
    if (Math.max(settings.width(), settings.height()) > limits.side()) {
      return refuse(
          "settings.size",
          settings.width() + "x" + settings.height(),
          "sides of at most " + limits.side());
    }
    return checkRequest(settings);
  }

  private Optional<Refusal> checkRequest(RenderSettings settings) {
    try {
      engine.check(settings.blank());
      return Optional.empty();
    } catch (InvalidRequestException e) {
      return Optional.of(new Refusal("settings." + e.key(), "settings." + e.getMessage()));
    }
  }

  private static Optional<Refusal> refuse(String key, Object value, String expected) {
    return Optional.of(Refusal.of(key, value, expected));
  }
}
