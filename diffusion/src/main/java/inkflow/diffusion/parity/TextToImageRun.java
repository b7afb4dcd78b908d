package inkflow.diffusion.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Picture;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.lcm.LcmStep;
import inkflow.diffusion.networks.Network;
import inkflow.diffusion.noise.TorchRandom;
import inkflow.diffusion.text.ClipTokenizer;
import inkflow.diffusion.weights.SchedulerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** One picture from noise, compared stage by stage. All noise comes from the seed. */
final class TextToImageRun implements AutoCloseable {

  /** What a run is made with. */
  record Parts(
      ClipTokenizer tokenizer,
      Network encoder,
      Network.Weights textWeights,
      Network unet,
      Network.Weights weights,
      Network vae,
      SchedulerConfig scheduler) {}

  private final Parts parts;
  private final ParityCase golden;
  private final String call;
  private final Findings findings;
  private final NDManager scope = NDManager.newBaseManager("PyTorch");

  TextToImageRun(Parts parts, ParityCase golden, String call, Findings findings) {
    this.parts = parts;
    this.golden = golden;
    this.call = call;
    this.findings = findings;
  }

  void compare(JsonNode asked) {
    double guidance = asked.path("guidance").asDouble(1);
    NDArray context = encode(asked.get("prompt").asText(), "prompt_embeds");
    boolean guided = Guidance.needsTwoPasses(guidance, false);
    if (guided) {
      String negative = asked.path("negative_prompt").asText("");
      context = encode(negative, "negative_prompt_embeds").concat(context);
    }
    int[] timesteps = parts.scheduler().timesteps().fromNoise(asked.get("steps").asInt());
    long[] want = findings.expected(out("timesteps")).toLongs();
    findings.require(
        Arrays.equals(Arrays.stream(timesteps).asLongStream().toArray(), want),
        out("timesteps") + ": " + Arrays.toString(timesteps));
    NDArray latent = denoise(asked, timesteps, context, guidance);
    comparePicture(latent);
  }

  private NDArray encode(String text, String name) {
    long[] ids = parts.tokenizer().encode(text);
    NDArray tokens = scope.create(ids, new Shape(1, ids.length));
    List<NDArray> states =
        parts.encoder().runListWith(scope, "encode", parts.textWeights(), tokens);
    NDArray embedding = states.get(states.size() - 2);
    if (golden.has(out(name))) {
      findings.compare(out(name), embedding);
    }
    return embedding;
  }

  private NDArray denoise(JsonNode asked, int[] timesteps, NDArray context, double guidance) {
    TorchRandom random = new TorchRandom(asked.get("seed").asLong());
    SchedulerConfig config = parts.scheduler();
    LcmStep[] steps =
        LcmStep.run(config.noiseSchedule(), config.scalings(), config.prediction(), timesteps);
    int count = (int) new Shape(latentShape()).size();
    boolean given = golden.has(in("latents"));
    float[] latent = given ? golden.floats(in("latents")) : random.randn(count);
    for (int i = 0; i < steps.length; i++) {
      float[] output = predict(latent, timesteps[i], context, i);
      if (context.getShape().get(0) == 2) {
        float[] negative = Arrays.copyOf(output, count);
        float[] positive = Arrays.copyOfRange(output, count, 2 * count);
        output = Guidance.combine(negative, positive, guidance);
      }
      float[] denoised = steps[i].denoise(latent, output, config.clipRange());
      latent = steps[i].next(denoised, steps[i].isLast() ? new float[0] : random.randn(count));
      findings.compare(out("latents_after_step." + i), latent);
    }
    return scope.create(latent, new Shape(latentShape()));
  }

  /** The raw output for one latent, or for it twice where there are two contexts. */
  private float[] predict(float[] latent, int timestep, NDArray context, int step) {
    NDArray one = scope.create(latent, new Shape(latentShape()));
    NDArray rows = context.getShape().get(0) == 2 ? one.concat(one) : one;
    float[] timesteps = new float[(int) rows.getShape().get(0)];
    Arrays.fill(timesteps, timestep);
    NDArray output =
        new UNetInputs(rows, scope.create(timesteps), context, List.of())
            .predict(scope, parts.unet(), parts.weights());
    findings.compare(out("unet_output." + step), output);
    return output.toFloatArray();
  }

  private void comparePicture(NDArray latent) {
    Network vae = parts.vae();
    findings.compare(out("image_raw"), vae.run(scope, "decode", vae.weights(), latent));
    ByteBuffer got = vae.run(scope, "decode_rgb", vae.weights(), latent).toByteBuffer();
    byte[] want = png(golden.path(call + ".png"));
    int most = golden.json().path("tolerance").path("fp32").path("png_levels").asInt();
    for (int i = 0; i < want.length; i++) {
      int levels = Math.abs((want[i] & 0xff) - (got.get(i) & 0xff));
      findings.require(levels <= most, call + ".png: " + levels + " levels at byte " + i);
    }
  }

  private static byte[] png(Path file) {
    try {
      return Picture.from(ImageIO.read(file.toFile())).rgb();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long[] latentShape() {
    return golden.tensor(out("latents_after_step.0")).shape();
  }

  private String in(String name) {
    return "in." + call + "." + name;
  }

  private String out(String name) {
    return "out." + call + "." + name;
  }

  @Override
  public void close() {
    scope.close();
  }
}
