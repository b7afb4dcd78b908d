package inkflow.diffusion.weights.checkpoint;

import inkflow.diffusion.lcm.Prediction;
import inkflow.diffusion.weights.config.SchedulerConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import java.util.Set;

/**
 * How a single-file checkpoint was trained. The weights don't show it. Fine-tunes that differ from
 * Stable Diffusion are marked with empty tensors ({@code v_pred}, {@code ztsnr}) or in the header
 * ({@code modelspec.prediction_type}), by convention of trainers and user interfaces.
 */
final class SingleFileTraining {
  private static final String PREDICTION = "modelspec.prediction_type";
  private static final String OPEN_CLIP_ALONE = "cond_stage_model.model.ln_final.weight";
  private static final Set<String> OTHER_NOISE =
      Set.of("edm_mean", "edm_std", "edm_vpred.sigma_max", "edm_vpred.sigma_min");

  private final SafetensorsFile file;

  SingleFileTraining(SafetensorsFile file) {
    this.file = file;
  }

  /**
   * @throws InvalidModelException for training that an LCM sampler doesn't support, or that can't
   *     be determined from the file
   */
  SchedulerConfig scheduler() {
    for (String mark : OTHER_NOISE) {
      if (file.tensors().containsKey(mark)) {
        throw fault(mark, "the EDM noise schedule (expected: that of Stable Diffusion)");
      }
    }
    if (file.tensors().containsKey(OPEN_CLIP_ALONE)) {
      throw fault(
          OPEN_CLIP_ALONE,
          "Stable Diffusion 2, whose prediction type and text layers are not in the file (expected:"
              + " a folder of diffusers)");
    }
    SchedulerConfig usual = SchedulerConfig.stableDiffusion();
    return new SchedulerConfig(
        usual.betas(),
        usual.betaStart(),
        usual.betaEnd(),
        usual.trainSteps(),
        file.tensors().containsKey("ztsnr"),
        usual.originSteps(),
        usual.timestepScaling(),
        prediction(),
        usual.clipRange(),
        usual.eta());
  }

  private Prediction prediction() {
    if (file.tensors().containsKey("v_pred")) {
      return Prediction.V_PREDICTION;
    }
    String name = file.metadata().getOrDefault(PREDICTION, "epsilon");
    return switch (name) {
      case "epsilon", "eps" -> Prediction.EPSILON;
      case "v", "v_prediction" -> Prediction.V_PREDICTION;
      default -> throw fault(PREDICTION, name + " (expected: epsilon or v)");
    };
  }

  private InvalidModelException fault(String key, String problem) {
    return new InvalidModelException(file.path(), key, problem);
  }
}
