package inkflow.diffusion.parity.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.torchscript.TensorList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** One call of a pipeline, compared stage by stage, with the engine's sampler for each row. */
final class PipelineRun implements AutoCloseable {
  private final PipelineParts parts;
  private final PipelineCall call;
  private final NDManager scope;
  private final Shape shape;
  private final Optional<PipelineControl> control;

  PipelineRun(PipelineParts parts, PipelineCall call) {
    this.parts = parts;
    this.call = call;
    this.scope = call.golden().newManager();
    this.shape = new Shape(call.golden().tensor(call.out("latents_after_step.0")).shape());
    this.control = parts.controlNet().map(network -> new PipelineControl(call, network));
  }

  void compare() {
    long[] picture = call.golden().tensor(call.out("image_raw")).shape();
    Conditioning conditioning =
        new PipelineText(parts, call, scope).conditioning((int) picture[2], (int) picture[3]);
    PipelineRows rows = new PipelineRows(parts, call, scope, shape);
    List<Latent> latents = rows.start();
    long[] visited = new long[rows.steps()];
    for (int step = 0; step < visited.length; step++) {
      visited[step] = rows.timestep();
      NDArray sample = scope.create(joined(latents), shape);
      float[] output = guided(predict(sample, rows, conditioning, step));
      latents = rows.step(latents, output);
      call.findings().compare(call.out("latents_after_step." + step), joined(latents));
    }
    compareTimesteps(visited);
    comparePicture(scope.create(joined(latents), shape));
  }

  private void compareTimesteps(long[] visited) {
    String name = call.out("timesteps");
    long[] want = call.findings().expected(name).toLongs();
    call.findings().require(Arrays.equals(visited, want), name + ": " + Arrays.toString(visited));
  }

  /** The raw output for the latents, or for them twice where there are two passes. */
  private NDArray predict(NDArray sample, PipelineRows state, Conditioning conditioning, int step) {
    NDArray states = conditioning.text().states();
    boolean twice = states.getShape().get(0) > shape.get(0);
    NDArray rows = twice ? sample.concat(sample) : sample;
    float[] each = new float[(int) rows.getShape().get(0)];
    Arrays.fill(each, state.timestep());
    NDArray timesteps = scope.create(each);
    List<NDArray> residuals =
        control
            .map(
                net ->
                    net.residuals(scope, rows, timesteps, conditioning, twice, step, state.steps()))
            .orElse(List.of());
    try (TensorList extras = TensorList.of(conditioning.extras());
        TensorList added = TensorList.of(residuals);
        TensorList noImages = TensorList.of(List.of())) {
      NDArray output =
          parts
              .unet()
              .run(
                  scope,
                  "predict_adapted",
                  parts.weights(),
                  rows,
                  timesteps,
                  states,
                  extras,
                  added,
                  noImages);
      call.findings().compare(call.out("unet_output." + step), output);
      return output;
    }
  }

  private float[] guided(NDArray output) {
    float[] values = output.toFloatArray();
    int count = (int) shape.size();
    return values.length == count
        ? values
        : Guidance.combine(
            Arrays.copyOf(values, count),
            Arrays.copyOfRange(values, count, 2 * count),
            call.guidance());
  }

  private static float[] joined(List<Latent> latents) {
    int count = latents.get(0).values().length;
    float[] all = new float[latents.size() * count];
    for (int i = 0; i < latents.size(); i++) {
      System.arraycopy(latents.get(i).values(), 0, all, i * count, count);
    }
    return all;
  }

  private void comparePicture(NDArray latent) {
    Network vae = parts.vae();
    call.findings().compare(call.out("image_raw"), vae.run(scope, "decode", vae.weights(), latent));
    Path png = call.golden().path(call.name() + ".png");
    if (shape.get(0) == 1 && Files.exists(png)) {
      compareBytes(vae.run(scope, "decode_rgb", vae.weights(), latent).toByteBuffer(), png(png));
    }
  }

  /** Compares the picture in 8 bits; cases with a batch have none. */
  private void compareBytes(ByteBuffer got, byte[] want) {
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
