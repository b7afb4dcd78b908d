package inkflow.diffusion.engine.sampling;

import inkflow.diffusion.ImageSchedule;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.lcm.Inpainting;
import inkflow.diffusion.lcm.LcmStep;
import inkflow.diffusion.lcm.NoiseSchedule;
import inkflow.diffusion.lcm.RepaintMask;
import inkflow.diffusion.noise.VariedNoise;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.weights.config.SchedulerConfig;
import java.util.Optional;

/**
 * Latent consistency sampling. All noise of a frame comes from one generator, drawn in the same
 * order as in diffusers: the initial picture's latent, the starting noise, the masked picture's
 * latent, the steps. Pictures that share a generator share their pictures' latents. So a seed
 * without variation gives the same picture as diffusers, unless the model's configuration asks for
 * less fresh noise between steps than LCMScheduler adds.
 */
public final class LcmSampler implements Sampler {
  private final SchedulerConfig config;
  private final NoiseSchedule schedule;
  private final FrameTimesteps timesteps;
  private final boolean repaints;

  /**
   * @param repaints whether the UNet is made for inpainting and takes the mask itself
   * @throws IllegalArgumentException for a schedule with timesteps that the model doesn't have
   */
  public LcmSampler(SchedulerConfig config, ImageSchedule images, boolean repaints) {
    this.repaints = repaints;
    this.config = config;
    this.schedule = config.noiseSchedule();
    this.timesteps = new FrameTimesteps(config.timesteps(), images);
  }

  @Override
  public Trajectory plan(RenderRequest request) {
    boolean bySteps = request.sampling().timesteps().isEmpty();
    if (bySteps && request.sampling().steps() > config.originSteps()) {
      throw new InvalidRequestException(
          "steps", request.sampling().steps(), ">= 1 and <= " + config.originSteps());
    }
    if (repaints && request.scene().mask().isEmpty()) {
      throw new InvalidRequestException(
          "mask", "none", "what to draw anew, as the model is made for inpainting");
    }
    boolean fromPicture =
        request.scene().initial().isPresent() && request.sampling().strength() < 1;
    int[] visited = timesteps.of(request.sampling(), fromPicture);
    LcmStep[] steps = LcmStep.run(schedule, config.scalings(), config.prediction(), visited);
    return new LcmTrajectory(request, fromPicture, visited, steps);
  }

  private final class LcmTrajectory implements Trajectory {
    private final RenderRequest request;
    private final boolean fromPicture;
    private final int[] visited;
    private final LcmStep[] steps;
    private final VariedNoise noise;
    private Optional<Inpainting> inpainting = Optional.empty();
    private Optional<Latent> beside = Optional.empty();
    private boolean latentsAreDrawn;
    private int next;

    LcmTrajectory(RenderRequest request, boolean fromPicture, int[] visited, LcmStep[] steps) {
      this.request = request;
      this.fromPicture = fromPicture;
      this.visited = visited;
      this.steps = steps;
      Noise asked = request.sampling().noise();
      this.noise = new VariedNoise(asked.seed(), asked.variation(), asked.row(), asked.rows());
    }

    @Override
    public boolean needsPicture() {
      return fromPicture || request.scene().mask().isPresent();
    }

    @Override
    public Latent draw(EncodedPicture picture) {
      latentsAreDrawn = picture.deviation().length > 0;
      // At strength 1, a UNet that takes the masked picture doesn't need the whole one.
      return repaints && !fromPicture ? picture.mean() : picture.draw(noise::randn);
    }

    @Override
    public Latent start(Latent encoded) {
      float[] eps = noise.randnRow(encoded.values().length);
      if (!repaints) {
        inpainting = request.scene().mask().map(mask -> inpainting(mask, encoded, eps));
      }
      if (latentsAreDrawn && inpainting.isPresent()) {
        noise.randn(eps.length); // diffusers draws the masked picture's latent too
      }
      return encoded.with(fromPicture ? schedule.addNoise(encoded.values(), eps, visited[0]) : eps);
    }

    private Inpainting inpainting(Picture mask, Latent encoded, float[] eps) {
      RepaintMask scaled = read(mask).scaled(encoded.height(), encoded.width());
      return new Inpainting(schedule, scaled, encoded.values(), eps);
    }

    private RepaintMask read(Picture mask) {
      return MaskPicture.read(mask, request.scene().width(), request.scene().height());
    }

    @Override
    public Optional<RepaintMask> hidden() {
      return repaints ? request.scene().mask().map(this::read) : Optional.empty();
    }

    @Override
    public void masked(EncodedPicture picture) {
      Latent drawn = picture.draw(noise::randn);
      RepaintMask scaled = hidden().orElseThrow().scaled(drawn.height(), drawn.width());
      Latent mask = new Latent(1, drawn.height(), drawn.width(), scaled.values());
      beside = Optional.of(mask.and(drawn));
    }

    @Override
    public Latent input(Latent latent) {
      return beside.map(latent::and).orElse(latent);
    }

    @Override
    public int steps() {
      return steps.length;
    }

    @Override
    public int stepsDone() {
      return next;
    }

    @Override
    public int timestep() {
      return visited[next];
    }

    @Override
    public Latent step(Latent latent, Latent output) {
      LcmStep step = steps[next++];
      float[] denoised = step.denoise(latent.values(), output.values(), config.clipRange());
      float[] result =
          step.isLast() ? denoised : step.next(denoised, noise(step, latent.values(), denoised));
      int timestep = done() ? -1 : visited[next];
      return latent.with(inpainting.map(rest -> rest.keep(result, timestep)).orElse(result));
    }

    /** sqrt(1 - eta^2) of the noise found in the sample, eta of fresh noise. */
    private float[] noise(LcmStep step, float[] sample, float[] denoised) {
      double eta = config.eta();
      if (eta == 1) {
        return noise.randnRow(sample.length);
      }
      float[] found = step.found(sample, denoised);
      if (eta == 0) {
        return found;
      }
      float[] fresh = noise.randnRow(sample.length);
      double kept = Math.sqrt(1 - eta * eta);
      for (int i = 0; i < fresh.length; i++) {
        fresh[i] = (float) (kept * found[i] + eta * fresh[i]);
      }
      return fresh;
    }

    @Override
    public boolean done() {
      return next == steps.length;
    }
  }
}
