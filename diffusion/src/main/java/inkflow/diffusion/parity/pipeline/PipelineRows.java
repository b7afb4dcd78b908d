package inkflow.diffusion.parity.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.ImageSchedule;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.sampling.LcmSampler;
import inkflow.diffusion.engine.sampling.Trajectory;
import inkflow.diffusion.networks.EncodedPictures;
import inkflow.diffusion.parity.pipeline.PipelineCall.Start;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import inkflow.diffusion.weights.file.TensorView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a call, each with a trajectory of the engine's sampler: schedule B for pipelines that
 * start from a picture, A for a full LCM's.
 */
final class PipelineRows {
  private final PipelineParts parts;
  private final PipelineCall call;
  private final NDManager scope;
  private final Shape shape;
  private final List<Noise> noises;
  private final List<Trajectory> rows;

  /**
   * @param shape of the latents of all rows
   */
  PipelineRows(PipelineParts parts, PipelineCall call, NDManager scope, Shape shape) {
    this.parts = parts;
    this.call = call;
    this.scope = scope;
    this.shape = shape;
    this.noises = call.noises((int) shape.get(0));
    ImageSchedule schedule = call.fullLcm() ? ImageSchedule.STRENGTH : ImageSchedule.SLICED;
    LcmSampler sampler = new LcmSampler(parts.scheduler(), schedule, false);
    this.rows = noises.stream().map(noise -> sampler.plan(request(noise))).toList();
  }

  private RenderRequest request(Noise noise) {
    boolean fromText = call.start().orElseThrow() == Start.TEXT;
    Scene scene =
        new Scene(
            "",
            "",
            fromText ? Optional.empty() : Optional.of(picture("image")),
            call.start().orElseThrow() == Start.MASKED
                ? Optional.of(picture("mask"))
                : Optional.empty(),
            List.of(),
            side(3),
            side(2));
    return new RenderRequest(
        "",
        scene,
        new Sampling(
            noise, call.steps(), call.strength(), call.guidance(), List.of(), call.timesteps()));
  }

  private int side(int dimension) {
    return (int) call.golden().tensor(call.out("image_raw")).shape()[dimension];
  }

  /** A tensor (1, 1 or 3, height, width) in [0, 1], in 8 bits; the latent is made of the tensor. */
  private Picture picture(String name) {
    TensorView tensor = call.golden().tensor(call.in(name));
    long[] size = tensor.shape();
    float[] values = tensor.toFloats();
    int pixels = (int) (size[2] * size[3]);
    byte[] rgb = new byte[3 * pixels];
    for (int i = 0; i < rgb.length; i++) {
      int channel = (int) (i % 3 % size[1]);
      rgb[i] = (byte) Math.round(255 * values[channel * pixels + i / 3]);
    }
    return new Picture((int) size[3], (int) size[2], rgb);
  }

  int steps() {
    return rows.get(0).steps();
  }

  /** The next step's, the same for all rows. */
  int timestep() {
    return rows.get(0).timestep();
  }

  /** The latents before the first step: those given, or drawn. */
  List<Latent> start() {
    if (call.golden().has(call.in("latents"))) {
      return split(call.golden().floats(call.in("latents")));
    }
    boolean needsPicture = rows.get(0).needsPicture();
    List<EncodedPicture> encoded = needsPicture ? encoded() : List.of();
    List<Latent> latents = new ArrayList<>();
    Latent empty = split(new float[(int) shape.size()]).get(0);
    Optional<Latent> shared = Optional.empty();
    for (int i = 0; i < rows.size(); i++) {
      Latent from = empty;
      if (needsPicture) {
        EncodedPicture picture = encoded.get(i % encoded.size());
        from = rows.get(i).draw(shared.map(PipelineRows::drawn).orElse(picture));
        // With generators of their own too, diffusers draws a picture to repaint only once.
        boolean once = call.start().orElseThrow() == Start.MASKED && noises.get(i).rows() == 1;
        shared = once ? Optional.of(from) : Optional.empty();
      }
      latents.add(rows.get(i).start(from));
    }
    return latents;
  }

  private static EncodedPicture drawn(Latent latent) {
    return new EncodedPicture(latent, new float[0]);
  }

  private List<EncodedPicture> encoded() {
    NDArray picture = call.golden().array(scope, call.in("image")).mul(2).sub(1);
    EncodedPictures encoded =
        EncodedPictures.of(
            parts.vae().runListWith(scope, "distribution", parts.vae().weights(), picture));
    List<Latent> means = split(encoded.mean().toFloatArray());
    List<Latent> deviations =
        encoded.deviation().map(each -> split(each.toFloatArray())).orElse(List.of());
    List<EncodedPicture> pictures = new ArrayList<>();
    for (int i = 0; i < means.size(); i++) {
      float[] deviation = deviations.isEmpty() ? new float[0] : deviations.get(i).values();
      pictures.add(new EncodedPicture(means.get(i), deviation));
    }
    return pictures;
  }

  /** The latents after a step. */
  List<Latent> step(List<Latent> latents, float[] output) {
    List<Latent> outputs = split(output);
    List<Latent> next = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      next.add(rows.get(i).step(latents.get(i), outputs.get(i)));
    }
    return next;
  }

  private List<Latent> split(float[] values) {
    int channels = (int) shape.get(1);
    int height = (int) shape.get(2);
    int width = (int) shape.get(3);
    int count = channels * height * width;
    List<Latent> latents = new ArrayList<>();
    for (int from = 0; from < values.length; from += count) {
      float[] row = Arrays.copyOfRange(values, from, from + count);
      latents.add(new Latent(channels, height, width, row));
    }
    return latents;
  }
}
