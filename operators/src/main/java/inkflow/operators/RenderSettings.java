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

/**
 * What a session's next picture is made with: what people set, the defaults for the rest. Two equal
 * ones and the same canvas give the same picture. Immutable.
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

  /** The same with nothing to start from: text to image. */
  public RenderSettings fromText() {
    return new RenderSettings(
        Settings.merged(
            values, SettingsChanged.newBuilder().setStrength(1.0).setFollow(0.0).build()));
  }

  /** A setting's value; every setting has one but {@link PictureSettings#CAMERA_MIX}. */
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow();
  }

  /** A setting's value; empty where nobody chose and there is no default. */
  public <T> Optional<T> find(Setting<T> setting) {
    return setting.in(values);
  }

  public int width() {
    return values.getWidth();
  }

  public int height() {
    return values.getHeight();
  }

  /** Whether anything of the canvas is left in the picture. */
  public boolean seesCanvas() {
    return values.getStrength() < 1 || values.getFollow() > 0;
  }

  /**
   * @param initial what to start from
   * @param drawing what to hold the picture to, where the settings say so
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

  /** Writes into a frame what it was made with; LoRAs that were off are left out. */
  public void describe(GeneratedFrame frame) {
    for (Setting<?> setting : PictureSettings.with(InFrames.class)) {
      frame.put(setting.name(), get(setting));
    }
    frame.setLoras(values.getLoras().stream().filter(lora -> lora.getScale() != 0).toList());
  }

  /** Whether the same canvas gives the same picture: how often it is drawn doesn't count. */
  public boolean paintsLike(RenderSettings other) {
    return PictureSettings.ALL.stream()
        .filter(setting -> !setting.has(Pace.class))
        .allMatch(setting -> find(setting).equals(other.find(setting)));
  }

  /** A request as any other of these settings, but for its pictures. */
  RenderRequest blank() {
    return request("", Optional.empty(), Optional.empty());
  }

  /** Least milliseconds from one submission to the next. */
  public long intervalMillis() {
    double fps = values.getMaxFps();
    return fps > 0 ? Math.round(1000 / fps) : 0;
  }

  /** The whole list: a default that isn't in it is off, which the engine has to be told. */
  private static List<LoraWeight> withDefaultsOff(
      List<LoraWeight> chosen, List<LoraWeight> defaults) {
    Map<String, Double> scales = new LinkedHashMap<>();
    defaults.forEach(lora -> scales.put(lora.getName(), 0.0));
    chosen.forEach(lora -> scales.put(lora.getName(), lora.getScale()));
    return scales.entrySet().stream().map(e -> new LoraWeight(e.getKey(), e.getValue())).toList();
  }
}
