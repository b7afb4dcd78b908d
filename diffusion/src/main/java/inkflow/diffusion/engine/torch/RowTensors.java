package inkflow.diffusion.engine.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncodedPicture;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.MaskedPicture;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.device.RowControl;
import inkflow.diffusion.lcm.Guidance;
import inkflow.diffusion.networks.Conditioning;
import inkflow.diffusion.networks.Control;
import inkflow.diffusion.networks.EncodedPictures;
import inkflow.diffusion.networks.EncodedText;
import inkflow.diffusion.networks.Networks;
import inkflow.diffusion.request.Picture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Converts rows on the Java heap to arrays, stacked along the first dimension, and back. */
final class RowTensors {
  private RowTensors() {}

  static NDArray timesteps(NDManager scope, List<Row> rows) {
    float[] timesteps = new float[rows.size()];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = rows.get(i).timestep();
    }
    return scope.create(timesteps);
  }

  /** The rows' conditioning: all inputs but latents and timesteps. */
  static Conditioning conditioning(NDManager scope, Networks networks, List<Row> rows) {
    Embedding first = rows.get(0).text();
    NDArray states = states(scope, rows);
    int width = networks.guidanceWidth();
    return new Conditioning(
        new EncodedText(
            states, matrix(scope, rows, first.pooled().length > 0, row -> row.text().pooled())),
        matrix(scope, rows, networks.takesTimeIds(), row -> row.size().timeIds()),
        matrix(scope, rows, width > 0, row -> Guidance.embedding(row.guidanceScale(), width)),
        controls(scope, rows));
  }

  /** The rows' texts (n, tokens, width). */
  static NDArray states(NDManager scope, List<Row> rows) {
    Embedding first = rows.get(0).text();
    Shape shape = new Shape(rows.size(), first.tokens(), first.width());
    return scope.create(join(rows, row -> row.text().states()), shape);
  }

  private static List<Control> controls(NDManager scope, List<Row> rows) {
    List<Control> controls = new ArrayList<>();
    for (int i = 0; i < rows.get(0).controls().size(); i++) {
      int at = i;
      List<RowControl> column = rows.stream().map(row -> row.controls().get(at)).toList();
      controls.add(
          new Control(
              column.get(0).name(),
              pictures(scope, column.stream().map(RowControl::picture).toList()),
              column.stream()
                  .map(control -> new Control.Scale(control.scale(), control.guess()))
                  .toList()));
    }
    return controls;
  }

  /** Pictures of equal size as bytes (n, height, width, 3). */
  static NDArray pictures(NDManager scope, List<Picture> pictures) {
    Picture first = pictures.get(0);
    ByteBuffer rgb = ByteBuffer.allocateDirect(pictures.size() * first.rgb().length);
    pictures.forEach(picture -> rgb.put(picture.rgb()));
    Shape shape = new Shape(pictures.size(), first.height(), first.width(), 3);
    return scope.create(rgb.flip(), shape, DataType.UINT8);
  }

  /** Like {@link #pictures}, but in floats, because mid grey (127.5) is not a byte. */
  static NDArray masked(NDManager scope, List<MaskedPicture> pictures) {
    Picture first = pictures.get(0).picture();
    Shape shape = new Shape(pictures.size(), first.height(), first.width(), 3);
    return scope.create(join(pictures, MaskedPicture::rgb), shape);
  }

  private static Optional<NDArray> matrix(
      NDManager scope, List<Row> rows, boolean wanted, Function<Row, float[]> values) {
    if (!wanted) {
      return Optional.empty();
    }
    float[] joined = join(rows, values);
    return Optional.of(scope.create(joined, new Shape(rows.size(), joined.length / rows.size())));
  }

  static List<Embedding> embeddings(EncodedText text, int rows) {
    Shape shape = text.states().getShape();
    List<float[]> states = split(text.states(), rows);
    List<float[]> pooled =
        text.pooled()
            .map(array -> split(array, rows))
            .orElse(Collections.nCopies(rows, new float[0]));
    List<Embedding> embeddings = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      embeddings.add(
          new Embedding((int) shape.get(1), (int) shape.get(2), states.get(i), pooled.get(i)));
    }
    return embeddings;
  }

  static NDArray latents(NDManager scope, List<Latent> latents) {
    Latent first = latents.get(0);
    return scope.create(
        join(latents, Latent::values),
        new Shape(latents.size(), first.channels(), first.height(), first.width()));
  }

  static List<Latent> latents(NDArray array) {
    Shape shape = array.getShape();
    return split(array, (int) shape.get(0)).stream()
        .map(
            values ->
                new Latent((int) shape.get(1), (int) shape.get(2), (int) shape.get(3), values))
        .toList();
  }

  static List<EncodedPicture> encoded(EncodedPictures pictures) {
    List<Latent> means = latents(pictures.mean());
    List<float[]> deviations =
        pictures
            .deviation()
            .map(array -> split(array, means.size()))
            .orElse(Collections.nCopies(means.size(), new float[0]));
    List<EncodedPicture> encoded = new ArrayList<>();
    for (int i = 0; i < means.size(); i++) {
      encoded.add(new EncodedPicture(means.get(i), deviations.get(i)));
    }
    return encoded;
  }

  private static <T> float[] join(List<T> rows, Function<T, float[]> values) {
    int length = values.apply(rows.get(0)).length;
    float[] joined = new float[rows.size() * length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(values.apply(rows.get(i)), 0, joined, i * length, length);
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
}
