package inkflow.diffusion.parity.pipeline;

import ai.djl.ndarray.NDArray;
import inkflow.diffusion.lcm.LcmTimesteps;
import inkflow.diffusion.networks.EncodedPictures;

/**
 * Starts from a picture in [0, 1]. The latent is drawn first, if the autoencoder gives a
 * distribution, then the starting noise. Uses the timesteps of schedule B, or of A for a full LCM.
 */
class ImageToImageRun extends PipelineRun {
  private static final String FULL_LCM = "lcm.";

  ImageToImageRun(PipelineParts parts, PipelineCall call) {
    super(parts, call);
  }

  @Override
  int[] timesteps() {
    LcmTimesteps timesteps = parts.scheduler().timesteps();
    return call.pipeline().startsWith(FULL_LCM)
        ? timesteps.withStrength(call.steps(), call.strength())
        : timesteps.sliced(call.steps(), call.strength());
  }

  @Override
  float[] start(int timestep) {
    float[] latent = latent(encoded());
    return parts.scheduler().noiseSchedule().addNoise(latent, noise(), timestep);
  }

  /** The picture, as the autoencoder has it. */
  final EncodedPictures encoded() {
    NDArray picture = call.golden().array(scope, call.in("image")).mul(2).sub(1);
    return EncodedPictures.of(
        parts.vae().runListWith(scope, "distribution", parts.vae().weights(), picture));
  }

  /** Its latent, drawn where there is something to draw. */
  final float[] latent(EncodedPictures encoded) {
    return encoded
        .deviation()
        .map(deviation -> encoded.mean().add(deviation.mul(noise(encoded.mean()))))
        .orElse(encoded.mean())
        .toFloatArray();
  }

  private NDArray noise(NDArray like) {
    return scope.create(noise(), like.getShape());
  }
}
