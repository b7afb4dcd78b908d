package inkflow.diffusion.parity.pipeline;

import inkflow.diffusion.lcm.Inpainting;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.lcm.RepaintMask;
import inkflow.diffusion.networks.EncodedPictures;
import inkflow.diffusion.weights.file.TensorView;

/**
 * Starts from a picture and a mask of the part to repaint, with a plain UNet. At strength 1 it
 * starts from pure noise. Pipelines also draw a latent of the masked picture, used only by a UNet
 * for inpainting; this run draws that noise too, because all later noise depends on it.
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
