package inkflow.operators;

import inkflow.GeneratedFrame;
import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.canvas.rules.Settings;
import inkflow.canvas.settings.PictureSettings;
import inkflow.canvas.settings.Setting;
import inkflow.canvas.settings.Use.InFrames;
import inkflow.canvas.settings.Use.Pace;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The settings of a session's next picture: what people set, and defaults for the rest. Equal
 * settings and the same canvas give the same picture. Immutable.
 */
public final class RenderSettings {
  private final SettingsChanged values;

  private RenderSettings(SettingsChanged values) {
    this.values = values;
  }

  static RenderSettings of(SettingsChanged set, SessionDefaults defaults, ModelInfo model) {
    SettingsChanged values = Settings.merged(defaults.settings(), set);
    values.setModel(model.name());
    if (values.getWidth() == null) {
      values.setWidth(model.nativeSize());
    }
    if (values.getHeight() == null) {
      values.setHeight(model.nativeSize());
    }
    if (!model.follows()) {
      values.setFollow(0.0);
    }
    values.setLoras(withDefaultsOff(values.getLoras(), defaults.settings().getLoras()));
    return new RenderSettings(values);
  }

  /** These settings for text to image, with no picture to start from. */
  public RenderSettings fromText() {
    return new RenderSettings(
        Settings.merged(
            values, SettingsChanged.newBuilder().setStrength(1.0).setFollow(0.0).build()));
  }

  /** These settings with other scales for their LoRAs. */
  public RenderSettings withScales(ToDoubleFunction<LoraWeight> scale) {
    List<LoraWeight> scaled =
        values.getLoras().stream()
            .map(lora -> new LoraWeight(lora.getName(), scale.applyAsDouble(lora)))
            .toList();
    return new RenderSettings(
        Settings.merged(values, SettingsChanged.newBuilder().setLoras(scaled).build()));
  }

  /** A setting's value; every setting has one but {@link PictureSettings#CAMERA_MIX}. */
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow();
  }

  /** A setting's value; empty if nobody set it and it has no default. */
  public <T> Optional<T> find(Setting<T> setting) {
    return setting.in(values);
  }

  public int width() {
    return values.getWidth();
  }

  public int height() {
    return values.getHeight();
  }

  /** Whether the canvas has any influence on the picture. */
  public boolean seesCanvas() {
    return values.getStrength() < 1 || values.getFollow() > 0;
  }

  /**
   * @param initial picture to start from
   * @param drawing picture that the result follows, if the settings ask for that
   * @throws inkflow.diffusion.request.InvalidRequestException if a value is out of its range
   */
  public RenderRequest request(
      String session, Optional<Picture> initial, Optional<Picture> drawing) {
    return new RenderRequest(
        session,
        new Scene(
            values.getPrompt(),
            values.getNegativePrompt(),
            initial,
            Optional.empty(),
            drawing.filter(it -> values.getFollow() > 0).map(this::held).stream().toList(),
            width(),
            height()),
        sampling());
  }

  private Sampling sampling() {
    return new Sampling(
        new Noise(values.getSeed(), values.getSeedVariation()),
        values.getSteps(),
        values.getStrength(),
        values.getGuidanceScale(),
        loras());
  }

  List<LoraScale> loras() {
    return values.getLoras().stream()
        .map(lora -> new LoraScale(lora.getName(), lora.getScale()))
        .toList();
  }

  private ControlInput held(Picture drawing) {
    return new ControlInput(ModelInfo.SKETCH, drawing, values.getFollow());
  }

  /** Writes these settings into a frame; LoRAs that are off are left out. */
  public void describe(GeneratedFrame frame) {
    for (Setting<?> setting : PictureSettings.with(InFrames.class)) {
      frame.put(setting.name(), get(setting));
    }
    frame.setLoras(values.getLoras().stream().filter(lora -> lora.getScale() != 0).toList());
  }

  /** Whether both give the same picture for the same canvas. Settings of pace are not compared. */
  public boolean paintsLike(RenderSettings other) {
    return PictureSettings.ALL.stream()
        .filter(setting -> !setting.has(Pace.class))
        .allMatch(setting -> find(setting).equals(other.find(setting)));
  }

  /** A request with these settings and no pictures. */
  RenderRequest blank() {
    return request("", Optional.empty(), Optional.empty());
  }

  /** Minimum time between two submissions, milliseconds. */
  public long intervalMillis() {
    double fps = values.getMaxFps();
    return fps > 0 ? Math.round(1000 / fps) : 0;
  }

  /**
   * The session's list replaces the default one. The engine is told scale 0 for each default LoRA
   * that is not in it.
   */
  private static List<LoraWeight> withDefaultsOff(
      List<LoraWeight> chosen, List<LoraWeight> defaults) {
    Map<String, Double> scales = new LinkedHashMap<>();
    defaults.forEach(lora -> scales.put(lora.getName(), 0.0));
    chosen.forEach(lora -> scales.put(lora.getName(), lora.getScale()));
    return scales.entrySet().stream().map(e -> new LoraWeight(e.getKey(), e.getValue())).toList();
  }
}
