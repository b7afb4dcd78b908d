package inkflow.diffusion.engine;

import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.sampling.Sampler;
import inkflow.diffusion.engine.sampling.Trajectory;
import inkflow.diffusion.lcm.RepaintMask;
import inkflow.diffusion.request.RenderRequest;
import java.util.Optional;

/** Counts the steps; a step takes the output modulo a small number. */
final class TestingSampler implements Sampler {

  @Override
  public Trajectory plan(RenderRequest request) {
    return new Countdown(request);
  }

  private static final class Countdown implements Trajectory {
    private final RenderRequest request;
    private int left;

    Countdown(RenderRequest request) {
      this.request = request;
      this.left = request.sampling().steps();
    }

    @Override
    public boolean needsPicture() {
      return request.scene().initial().isPresent() && request.sampling().strength() < 1;
    }

    @Override
    public Latent draw(EncodedPicture picture) {
      return picture.mean();
    }

    @Override
    public Latent start(Latent encoded) {
      float[] values = encoded.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] += request.sampling().noise().seed();
      }
      return encoded.with(values);
    }

    @Override
    public Optional<RepaintMask> hidden() {
      return Optional.empty();
    }

    @Override
    public void masked(EncodedPicture picture) {
      throw new IllegalStateException("nothing is hidden");
    }

    @Override
    public Latent input(Latent latent) {
      return latent;
    }

    @Override
    public int steps() {
      return request.sampling().steps();
    }

    @Override
    public int stepsDone() {
      return request.sampling().steps() - left;
    }

    @Override
    public int timestep() {
      return left * 100 - 1;
    }

    @Override
    public Latent step(Latent latent, Latent output) {
      left--;
      float[] values = output.values().clone();
      for (int i = 0; i < values.length; i++) {
        values[i] %= 97;
      }
      return latent.with(values);
    }

    @Override
    public boolean done() {
      return left == 0;
    }
  }
}
