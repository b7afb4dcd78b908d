package inkflow.diffusion.parity.pipeline;

/** From noise alone, which is given or drawn first. */
final class TextToImageRun extends PipelineRun {

  TextToImageRun(PipelineParts parts, PipelineCall call) {
    super(parts, call);
  }

  @Override
  int[] timesteps() {
    return parts.scheduler().timesteps().fromNoise(call.steps());
  }

  @Override
  float[] start(int timestep) {
    boolean given = call.golden().has(call.in("latents"));
    return given ? call.golden().floats(call.in("latents")) : noise();
  }
}
