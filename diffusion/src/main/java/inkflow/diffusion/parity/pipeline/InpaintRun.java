package inkflow.diffusion.parity.pipeline;

import inkflow.diffusion.lcm.Inpainting;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.lcm.RepaintMask;
import inkflow.diffusion.networks.EncodedPictures;
import inkflow.diffusion.weights.file.TensorView;

/**
 * From a picture of which a mask says what to draw anew, with a plain UNet. At strength 1 the start
 * is noise alone. Pipelines also draw a latent of the masked picture, which only a UNet that takes
 * it would see; the noise is drawn here all the same, as what follows depends on it.
 */
final class InpaintRun extends ImageToImageRun {
  private Inpainting inpainting;

  InpaintRun(PipelineParts parts, PipelineCall call) {
    super(parts, call);
  }

  @Override
  float[] start(int timestep) {
    NoiseSchedule schedule = parts.scheduler().noiseSchedule();
    EncodedPictures encoded = encoded();
    float[] latent = latent(encoded);
    float[] noise = noise();
    if (encoded.deviation().isPresent()) {
      noise();
    }
    inpainting = new Inpainting(schedule, mask(), latent, noise);
    return call.strength() < 1 ? schedule.addNoise(latent, noise, timestep) : noise;
  }

  private RepaintMask mask() {
    TensorView mask = call.golden().tensor(call.in("mask"));
    long[] shape = mask.shape();
    long[] latent = call.golden().tensor(call.out("latents_after_step.0")).shape();
    return RepaintMask.of((int) shape[2], (int) shape[3], mask.toFloats())
        .scaled((int) latent[2], (int) latent[3]);
  }

  @Override
  float[] stepped(float[] latent, int next) {
    return inpainting.keep(latent, next);
  }
}
