package inkflow.benchmarks.peers;

import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.engine.device.Device;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.torch.NetworksOpener;
import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Picture;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The engine's stages one by one, from the Java heap and back to it. */
final class EngineStages implements AutoCloseable {
  private static final int TIMESTEP = 499;
  private static final List<String> WORDS =
      List.of("red", "house", "over", "sea", "sun", "tree", "old", "boat", "green", "hill");

  private final Random random = new Random(0);
  private final Device device;
  private final MixedWeights weights;

  EngineStages(EngineOptions options) {
    ModelFiles files = ModelFiles.find(options);
    this.device = new NetworksOpener(files).open();
    this.weights = device.mix(files.loadedLoras().mix(List.of()));
  }

  /** A call of one stage with random inputs. */
  Runnable call(Case wanted) {
    int side = wanted.size();
    int rows = wanted.rows();
    List<Latent> latents = Collections.nCopies(rows, noise(device.emptyLatent(side, side)));
    return switch (wanted.part()) {
      case TEXT ->
          () -> device.encodeText(weights, IntStream.range(0, rows).mapToObj(i -> text()).toList());
      case ENCODE -> {
        List<Picture> pictures = Collections.nCopies(rows, picture(side));
        yield () -> device.encodeImage(pictures);
      }
      case STEP -> {
        Embedding embedding = device.encodeText(weights, List.of(text())).get(0);
        MicroConditioning size = new MicroConditioning(side, side);
        List<Row> batch =
            latents.stream().map(x -> new Row(x, TIMESTEP, embedding, size, 1)).toList();
        yield () -> device.predict(weights, batch);
      }
      case DECODE -> () -> device.decode(latents);
      case PICTURE -> throw new IllegalArgumentException("part: picture (expected: a stage)");
    };
  }

  /** A prompt that was not there before, nearly always. */
  private String text() {
    return String.join(" ", random.ints(8, 0, WORDS.size()).mapToObj(WORDS::get).toList());
  }

  private Latent noise(Latent like) {
    float[] values = new float[like.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return like.with(values);
  }

  private Picture picture(int side) {
    byte[] rgb = new byte[side * side * 3];
    random.nextBytes(rgb);
    return new Picture(side, side, rgb);
  }

  @Override
  public void close() {
    weights.close();
    device.close();
  }
}
