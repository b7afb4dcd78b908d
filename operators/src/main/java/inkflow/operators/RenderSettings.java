package inkflow.operators;

import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.diffusion.ControlInput;
import inkflow.diffusion.LoraScale;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.Picture;
import inkflow.diffusion.RenderRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session's next picture is made with: what people set, the defaults for the rest. Two equal
 * ones and the same canvas give the same picture.
 *
 * @param maxFps most frames a second; 0 for no limit
 * @param feedback share of the previous picture in the initial one
 * @param similarityThreshold camera frames more alike than this are skipped; 1 skips none
 * @param cameraMix share of the camera in the initial picture; empty when nobody chose
 * @param follow how far the picture is held to the initial one at any strength; 0 with a model that
 *     has no sketch adapter
 */
record RenderSettings(
    String prompt,
    String negativePrompt,
    long seed,
    int steps,
    double strength,
    double guidanceScale,
    List<LoraScale> loras,
    int width,
    int height,
    double maxFps,
    double feedback,
    double similarityThreshold,
    Optional<Double> cameraMix,
    double follow) {

  static RenderSettings of(SettingsChanged set, SessionDefaults defaults, ModelInfo model) {
    int side = defaults.side() > 0 ? defaults.side() : model.nativeSize();
    return new RenderSettings(
        or(set.getPrompt(), defaults.prompt()),
        or(set.getNegativePrompt(), defaults.negativePrompt()),
        or(set.getSeed(), defaults.seed()),
        or(set.getSteps(), defaults.steps()),
        or(set.getStrength(), defaults.strength()),
        or(set.getGuidanceScale(), defaults.guidanceScale()),
        set.getLoras() == null ? defaults.loraScales() : chosen(set.getLoras(), defaults),
        or(set.getWidth(), side),
        or(set.getHeight(), side),
        or(set.getMaxFps(), defaults.maxFps()),
        or(set.getFeedback(), 0.0),
        or(set.getSimilarityThreshold(), 1.0),
        Optional.ofNullable(set.getCameraMix()),
        model.follows() ? or(set.getFollow(), defaults.follow()) : 0);
  }

  /** The same with nothing to start from: text to image. */
  RenderSettings fromText() {
    return new RenderSettings(
        prompt,
        negativePrompt,
        seed,
        steps,
        1.0,
        guidanceScale,
        loras,
        width,
        height,
        maxFps,
        feedback,
        similarityThreshold,
        cameraMix,
        0);
  }

  /** Whether anything of the canvas is left in the picture. */
  boolean seesCanvas() {
    return strength < 1 || follow > 0;
  }

  /**
   * @param initial what to start from
   * @param drawing what to hold the picture to, where the settings say so
   * @throws inkflow.diffusion.InvalidRequestException if a value is out of its range
   */
  RenderRequest request(String session, Optional<Picture> initial, Optional<Picture> drawing) {
    return new RenderRequest(
        session,
        prompt,
        negativePrompt,
        seed,
        steps,
        strength,
        guidanceScale,
        loras,
        initial,
        Optional.empty(),
        width,
        height,
        drawing.filter(it -> follow > 0).map(this::held).stream().toList());
  }

  private ControlInput held(Picture drawing) {
    return new ControlInput(ModelInfo.SKETCH, drawing, follow);
  }

  /** Whether the same canvas gives the same picture: how often it is drawn doesn't count. */
  boolean paintsLike(RenderSettings other) {
    return blank().equals(other.blank())
        && follow == other.follow
        && feedback == other.feedback
        && cameraMix.equals(other.cameraMix);
  }

  /** A request as any other of these settings, but for its pictures. */
  RenderRequest blank() {
    return request("", Optional.empty(), Optional.empty());
  }

  /** Least milliseconds from one submission to the next. */
  long intervalMillis() {
    return maxFps > 0 ? Math.round(1000 / maxFps) : 0;
  }

  /** The whole list: a default that isn't in it is off, which the engine has to be told. */
  private static List<LoraScale> chosen(List<LoraWeight> weights, SessionDefaults defaults) {
    Map<String, Double> scales = new LinkedHashMap<>();
    defaults.loraScales().forEach(lora -> scales.put(lora.name(), 0.0));
    weights.forEach(weight -> scales.put(weight.getName(), weight.getScale()));
    return scales.entrySet().stream().map(e -> new LoraScale(e.getKey(), e.getValue())).toList();
  }

  private static <T> T or(T set, T otherwise) {
    return set == null ? otherwise : set;
  }
}
