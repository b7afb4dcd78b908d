package inkflow.diffusion.parity.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.lcm.LcmStep;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.noise.TorchRandom;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.weights.config.SchedulerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * One call of a pipeline, compared stage by stage. All noise comes from the seeds. Subclasses
 * define how pipelines differ: the timesteps, the starting latent, and what is done after a step.
 */
abstract class PipelineRun implements AutoCloseable {
  final PipelineParts parts;
  final PipelineCall call;
  final NDManager scope;
  private final List<TorchRandom> random;
  private final Shape shape;

  PipelineRun(PipelineParts parts, PipelineCall call) {
    this.parts = parts;
    this.call = call;
    this.scope = call.golden().newManager();
    this.random = call.seeds().stream().map(TorchRandom::new).toList();
    this.shape = new Shape(call.golden().tensor(call.out("latents_after_step.0")).shape());
  }

  /** The timesteps to visit, falling. */
  abstract int[] timesteps();

  /**
   * The latents before the first step, all rows.
   *
   * @param timestep the first
   */
  abstract float[] start(int timestep);

  /**
   * The latents that the next step begins with.
   *
   * @param latent what the step gives
   * @param next the next timestep; -1 after the last step
   */
  float[] stepped(float[] latent, int next) {
    return latent;
  }

  final void compare() {
    long[] picture = call.golden().tensor(call.out("image_raw")).shape();
    Conditioning conditioning =
        new PipelineText(parts, call, scope).conditioning((int) picture[2], (int) picture[3]);
    int[] timesteps = timesteps();
    long[] want = call.findings().expected(call.out("timesteps")).toLongs();
    call.findings()
        .require(
            Arrays.equals(Arrays.stream(timesteps).asLongStream().toArray(), want),
            call.out("timesteps") + ": " + Arrays.toString(timesteps));
    comparePicture(scope.create(denoise(timesteps, conditioning), shape));
  }

  private float[] denoise(int[] timesteps, Conditioning conditioning) {
    SchedulerConfig config = parts.scheduler();
    LcmStep[] steps =
        LcmStep.run(config.noiseSchedule(), config.scalings(), config.prediction(), timesteps);
    float[] latent = start(timesteps[0]);
    for (int i = 0; i < steps.length; i++) {
      float[] output = guided(predict(latent, timesteps[i], conditioning, i));
      float[] denoised = steps[i].denoise(latent, output, config.clipRange());
      float[] next = steps[i].next(denoised, steps[i].isLast() ? new float[0] : noise());
      latent = stepped(next, steps[i].isLast() ? -1 : timesteps[i + 1]);
      call.findings().compare(call.out("latents_after_step." + i), latent);
    }
    return latent;
  }

  /** Normal numbers for all rows, each from its own seed. */
  final float[] noise() {
    int count = (int) (shape.size() / shape.get(0));
    float[] all = new float[(int) shape.size()];
    for (int i = 0; i < random.size(); i++) {
      System.arraycopy(random.get(i).randn(count), 0, all, i * count, count);
    }
    return all;
  }

  /** The raw output for the latents, or for them twice where there are two passes. */
  private float[] predict(float[] latent, int timestep, Conditioning conditioning, int step) {
    NDArray rows = scope.create(latent, shape);
    if (conditioning.text().states().getShape().get(0) > shape.get(0)) {
      rows = rows.concat(rows);
    }
    float[] timesteps = new float[(int) rows.getShape().get(0)];
    Arrays.fill(timesteps, timestep);
    try (TensorList extras = TensorList.of(conditioning.extras())) {
      NDArray output =
          parts
              .unet()
              .run(
                  scope,
                  "predict",
                  parts.weights(),
                  rows,
                  scope.create(timesteps),
                  conditioning.text().states(),
                  extras);
      call.findings().compare(call.out("unet_output." + step), output);
      return output.toFloatArray();
    }
  }

  private float[] guided(float[] output) {
    int count = (int) shape.size();
    return output.length == count
        ? output
        : Guidance.combine(
            Arrays.copyOf(output, count),
            Arrays.copyOfRange(output, count, 2 * count),
            call.guidance());
  }

  private void comparePicture(NDArray latent) {
    Network vae = parts.vae();
    call.findings().compare(call.out("image_raw"), vae.run(scope, "decode", vae.weights(), latent));
    if (shape.get(0) == 1) {
      compareBytes(vae.run(scope, "decode_rgb", vae.weights(), latent).toByteBuffer());
    }
  }

  /** Compares the picture in 8 bits; cases with a batch have none. */
  private void compareBytes(ByteBuffer got) {
    byte[] want = png(call.golden().path(call.name() + ".png"));
    int most = call.golden().json().path("tolerance").path("fp32").path("png_levels").asInt();
    for (int i = 0; i < want.length; i++) {
      int levels = Math.abs((want[i] & 0xff) - (got.get(i) & 0xff));
      call.findings()
          .require(levels <= most, call.name() + ".png: " + levels + " levels at byte " + i);
    }
  }

  private static byte[] png(Path file) {
    try {
      return Picture.from(ImageIO.read(file.toFile())).rgb();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
