package inkflow.operators.session;

import inkflow.EngineCapabilities;
import inkflow.SettingsChanged;
import inkflow.Style;
import inkflow.canvas.settings.PictureSettings;
import inkflow.diffusion.ModelInfo;
import inkflow.operators.RenderSettings;
import inkflow.operators.SessionLimits;
import inkflow.operators.SettingsGate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Makes the record that tells gateways and other programs what the model can do, and this job's
 * limits.
 */
final class CapabilitiesReport {
  private CapabilitiesReport() {}

  /**
   * @param job the job's name
   * @param startedAt when the engine had opened
   */
  static EngineCapabilities of(
      String job, ModelInfo model, SettingsGate gate, SessionLimits limits, Instant startedAt) {
    RenderSettings untouched = gate.resolve(new SettingsChanged());
    return EngineCapabilities.newBuilder()
        .setJob(job)
        .setStartedAt(startedAt.truncatedTo(ChronoUnit.MICROS))
        .setModel(model.name())
        .setFamily(model.family())
        .setDevice(model.device())
        .setSide(model.nativeSize())
        .setLargestSide(limits.side())
        .setStyles(
            model.styles().stream().map(name -> new Style(name, model.words().get(name))).toList())
        .setControls(model.controls())
        .setFollows(model.follows())
        .setSteps(untouched.get(PictureSettings.STEPS))
        .setMostSteps(limits.steps())
        .setGuidanceScale(untouched.get(PictureSettings.GUIDANCE_SCALE))
        .build();
  }
}
