package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.networks.EncodedText;
import inkflow.diffusion.networks.TextWeights;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The text encoders of a checkpoint. A single one returns its last states. Two, as in SDXL (arXiv
 * 2307.01952), return the concatenated states before their last layers, and the second one the
 * pooled text. Not thread-safe.
 */
public final class TextEncoders implements AutoCloseable {
  private final List<ClipText> encoders;

  private TextEncoders(List<ClipText> encoders) {
    this.encoders = encoders;
  }

  /**
   * Opens one encoder or two.
   *
   * @throws inkflow.diffusion.weights.file.InvalidModelException when a config or tensor is not a
   *     CLIP text model's
   */
  public static TextEncoders open(List<ComponentFolder> folders, Arithmetic arithmetic) {
    TextEncoders opened = new TextEncoders(new ArrayList<>());
    try {
      folders.forEach(folder -> opened.encoders.add(ClipText.open(folder, arithmetic)));
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Width of each encoder's states. */
  public List<Integer> widths() {
    return encoders.stream().map(encoder -> encoder.config().width()).toList();
  }

  /**
   * Encodes texts.
   *
   * @param weights of these encoders
   * @param ids token ids (n, tokens) for each encoder: their padding differs
   */
  public EncodedText encode(NDManager scope, TextWeights weights, long[][]... ids) {
    if (ids.length != encoders.size()) {
      throw new IllegalArgumentException(
          "ids: for " + ids.length + " encoders (expected: " + encoders.size() + ")");
    }
    try (NDManager temporary = scope.newSubManager()) {
      EncodedText encoded =
          pools() ? pooled(temporary, weights, ids) : lastStates(temporary, weights, ids[0]);
      encoded.states().attach(scope);
      encoded.pooled().ifPresent(pooled -> pooled.attach(scope));
      return encoded;
    }
  }

  private EncodedText lastStates(NDManager scope, TextWeights weights, long[][] ids) {
    int layers = last().config().layers();
    UNetWeights own = weights.encoders().get(0);
    NDArray states = last().encode(scope, own, array(scope, ids)).get(layers + 1);
    return new EncodedText(states, Optional.empty());
  }

  private EncodedText pooled(NDManager scope, TextWeights weights, long[][][] ids) {
    NDList states = new NDList();
    NDArray pooled = null;
    for (int i = 0; i < encoders.size(); i++) {
      UNetWeights own = weights.encoders().get(i);
      List<NDArray> outputs = encoders.get(i).encode(scope, own, array(scope, ids[i]));
      int layers = encoders.get(i).config().layers();
      states.add(outputs.get(layers - 1));
      pooled = outputs.get(layers + 2);
    }
    return new EncodedText(NDArrays.concat(states, -1), Optional.of(pooled));
  }

  private static NDArray array(NDManager scope, long[][] ids) {
    long[] flat = Arrays.stream(ids).flatMapToLong(Arrays::stream).toArray();
    return scope.create(flat, new Shape(ids.length, ids[0].length));
  }

  /** The checkpoint's weights; closed with the encoders. */
  public TextWeights weights() {
    return new TextWeights(encoders.stream().map(ClipText::weights).toList());
  }

  /**
   * The checkpoint's weights with updates; the caller closes them.
   *
   * @param updates for each encoder; a list that is too short means none for the rest
   */
  public TextWeights with(List<List<WeightUpdate>> updates) {
    List<UNetWeights> changed = new ArrayList<>();
    for (int i = 0; i < encoders.size(); i++) {
      changed.add(encoders.get(i).with(i < updates.size() ? updates.get(i) : List.of()));
    }
    return new TextWeights(changed);
  }

  private boolean pools() {
    return encoders.size() > 1;
  }

  private ClipText last() {
    return encoders.get(encoders.size() - 1);
  }

  @Override
  public void close() {
    encoders.forEach(ClipText::close);
  }
}
