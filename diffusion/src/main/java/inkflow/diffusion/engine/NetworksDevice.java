package inkflow.diffusion.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.Picture;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.networks.UNetWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@link Networks} as a {@link Device}: every array of a call lives in the call's own scope. */
final class NetworksDevice implements Device {
  /** What libtorch says when no later call can work either. */
  private static final Pattern FATAL =
      Pattern.compile("out of memory|can't allocate memory|CUDA error");

  private final NDManager manager;
  private final Networks networks;
  private final Function<String, long[]> tokenizer;
  private final LruByBytes<LoraMix, UNetWeights> variants;

  /**
   * @param manager of the device; closed with this
   * @param networks closed with this
   * @param variants of the UNet's weights by mix; closed with this
   */
  NetworksDevice(
      NDManager manager,
      Networks networks,
      Function<String, long[]> tokenizer,
      LruByBytes<LoraMix, UNetWeights> variants) {
    this.manager = manager;
    this.networks = networks;
    this.tokenizer = tokenizer;
    this.variants = variants;
  }

  @Override
  public Latent emptyLatent(int width, int height) {
    int channels = networks.latentChannels();
    int rows = height / networks.downscale();
    int columns = width / networks.downscale();
    return new Latent(channels, rows, columns, new float[channels * rows * columns]);
  }

  /** One call in a scope of its own, which frees every array of it. */
  private <T> T scoped(Function<NDManager, T> call) {
    try (NDManager scope = manager.newSubManager()) {
      return call.apply(scope);
    } catch (EngineException e) {
      String message = String.valueOf(e.getMessage());
      if (FATAL.matcher(message).find()) {
        throw new DeviceLostException(message, e);
      }
      throw e;
    }
  }

  /** Arrays that outlive a call: none, or there is a leak. */
  int heldArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public List<Embedding> encodeText(List<String> prompts) {
    return scoped(
        scope -> {
          long[][] ids = prompts.stream().map(tokenizer).toArray(long[][]::new);
          NDArray states = networks.encodeText(scope, ids);
          int tokens = (int) states.getShape().get(1);
          int width = (int) states.getShape().get(2);
          return split(states, prompts.size()).stream()
              .map(values -> new Embedding(tokens, width, values))
              .toList();
        });
  }

  @Override
  public List<Latent> encodeImage(List<Picture> pictures) {
    return scoped(
        scope -> {
          Picture first = pictures.get(0);
          ByteBuffer rgb = ByteBuffer.allocateDirect(pictures.size() * first.rgb().length);
          pictures.forEach(picture -> rgb.put(picture.rgb()));
          Shape shape = new Shape(pictures.size(), first.height(), first.width(), 3);
          NDArray input = scope.create(rgb.flip(), shape, DataType.UINT8);
          return latents(networks.encodeImage(scope, input), pictures.size());
        });
  }

  @Override
  public List<Latent> predict(LoraMix mix, List<Row> rows) {
    return scoped(
        scope -> {
          Embedding context = rows.get(0).context();
          float[] timesteps = new float[rows.size()];
          for (int i = 0; i < timesteps.length; i++) {
            timesteps[i] = rows.get(i).timestep();
          }
          NDArray output =
              networks.predict(
                  scope,
                  mix.equals(LoraMix.NONE) ? networks.baseWeights() : variants.get(mix),
                  latents(scope, rows.stream().map(Row::latent).toList()),
                  scope.create(timesteps),
                  scope.create(
                      join(rows.stream().map(row -> row.context().values()).toList()),
                      new Shape(rows.size(), context.tokens(), context.width())));
          return latents(output, rows.size());
        });
  }

  @Override
  public List<Picture> decode(List<Latent> latents) {
    return scoped(
        scope -> {
          NDArray rgb = networks.decode(scope, latents(scope, latents));
          int height = (int) rgb.getShape().get(1);
          int width = (int) rgb.getShape().get(2);
          ByteBuffer bytes = rgb.toByteBuffer();
          List<Picture> pictures = new ArrayList<>();
          for (int i = 0; i < latents.size(); i++) {
            byte[] picture = new byte[height * width * 3];
            bytes.get(picture);
            pictures.add(new Picture(width, height, picture));
          }
          return pictures;
        });
  }

  private static NDArray latents(NDManager scope, List<Latent> latents) {
    Latent first = latents.get(0);
    return scope.create(
        join(latents.stream().map(Latent::values).toList()),
        new Shape(latents.size(), first.channels(), first.height(), first.width()));
  }

  private static List<Latent> latents(NDArray array, int rows) {
    Shape shape = array.getShape();
    return split(array, rows).stream()
        .map(
            values ->
                new Latent((int) shape.get(1), (int) shape.get(2), (int) shape.get(3), values))
        .toList();
  }

  private static float[] join(List<float[]> rows) {
    int length = rows.get(0).length;
    float[] joined = new float[rows.size() * length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, joined, i * length, length);
    }
    return joined;
  }

  private static List<float[]> split(NDArray array, int rows) {
    float[] all = array.toFloatArray();
    int length = all.length / rows;
    List<float[]> split = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      float[] row = new float[length];
      System.arraycopy(all, i * length, row, 0, length);
      split.add(row);
    }
    return split;
  }

  @Override
  public void close() {
    variants.close();
    networks.close();
    manager.close();
  }
}
