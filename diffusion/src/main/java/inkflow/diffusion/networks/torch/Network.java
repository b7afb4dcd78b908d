package inkflow.diffusion.networks.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.networks.Control.Scale;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.layers.Parameters.Slot;
import inkflow.diffusion.networks.models.Autoencoder;
import inkflow.diffusion.networks.models.ClipTextModel;
import inkflow.diffusion.networks.models.ControlNetModel;
import inkflow.diffusion.networks.models.IpAdapter;
import inkflow.diffusion.networks.models.UNet2DConditionModel;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.LoadedScript;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.ControlNetConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A network in libtorch with a checkpoint's weights. {@link
 * inkflow.diffusion.torchscript.TorchRuntime#start} comes first. Not thread-safe.
 */
public final class Network implements AutoCloseable {
  private final List<Slot> slots;
  private final TensorMap tensors;
  private final LoadedScript script;
  private final NDManager manager;
  private final WeightList list;
  private final int elementBytes;
  private Weights weights;

  private Network(Layers layers, TensorMap tensors, LoadedScript script, NDManager manager) {
    this.slots = layers.parameters().slots();
    this.tensors = tensors;
    this.script = script;
    this.manager = manager;
    this.elementBytes = layers.type().bytes();
    this.list = new WeightList(tensors, slots, new Preparation(tensors, script), manager);
  }

  /** A UNet: {@code predict}, see {@link UNet2DConditionModel#write}. */
  public static Network unet(ComponentFolder folder, Arithmetic arithmetic) {
    UNetConfig config = UNetConfig.read(folder.config());
    return open(folder.tensors(), arithmetic, nn -> new UNet2DConditionModel(config, nn).write());
  }

  /** A ControlNet: {@code residuals} and {@code residuals_rgb}, see {@link ControlNetModel}. */
  public static Network controlNet(ComponentFolder folder, Arithmetic arithmetic) {
    ControlNetConfig config = ControlNetConfig.read(folder.config());
    return open(folder.tensors(), arithmetic, nn -> new ControlNetModel(config, nn).write());
  }

  /**
   * An IP-Adapter: {@code tokens} and {@code keys_values}, see {@link IpAdapter#write}.
   *
   * @param unet that it was trained for
   */
  public static Network ipAdapter(TensorMap tensors, UNetConfig unet, Arithmetic arithmetic) {
    return open(tensors, arithmetic, nn -> new IpAdapter(unet, tensors, nn).write());
  }

  /** A text encoder: {@code encode} and {@code normed}, see {@link ClipTextModel#write}. */
  public static Network textEncoder(ComponentFolder folder, Arithmetic arithmetic) {
    ClipTextConfig config = ClipTextConfig.read(folder.config());
    return open(folder.tensors(), arithmetic, nn -> new ClipTextModel(config, nn).write());
  }

  /** Either autoencoder: {@code encode}, {@code decode} and others, see {@link Autoencoder}. */
  public static Network autoencoder(ComponentFolder folder, Arithmetic arithmetic) {
    AutoencoderConfig config = AutoencoderConfig.read(folder.config());
    return open(folder.tensors(), arithmetic, nn -> Autoencoder.of(config, nn).write());
  }

  /** Names and shapes of all tensors of a UNet with this config; needs no weights. */
  public static Map<String, long[]> unetLayout(UNetConfig config) {
    return layout(nn -> new UNet2DConditionModel(config, nn).write());
  }

  /** Names and shapes of all tensors of a text encoder with this config. */
  public static Map<String, long[]> textEncoderLayout(ClipTextConfig config) {
    return layout(nn -> new ClipTextModel(config, nn).write());
  }

  /** Names and shapes of all tensors of an autoencoder with this config. */
  public static Map<String, long[]> autoencoderLayout(AutoencoderConfig config) {
    return layout(nn -> Autoencoder.of(config, nn).write());
  }

  private static Map<String, long[]> layout(Consumer<Layers> writer) {
    Layers layers = new Layers(new Script(), DType.FLOAT32);
    writer.accept(layers);
    return layers.parameters().layout();
  }

  /** Approximate memory of a UNet's weights in an arithmetic, bytes; reads no weights. */
  static long unetBytes(UNetConfig config, Arithmetic arithmetic) {
    return weightBytes(arithmetic, nn -> new UNet2DConditionModel(config, nn).write());
  }

  static long controlNetBytes(ControlNetConfig config, Arithmetic arithmetic) {
    return weightBytes(arithmetic, nn -> new ControlNetModel(config, nn).write());
  }

  static long textEncoderBytes(ClipTextConfig config, Arithmetic arithmetic) {
    return weightBytes(arithmetic, nn -> new ClipTextModel(config, nn).write());
  }

  static long autoencoderBytes(AutoencoderConfig config, Arithmetic arithmetic) {
    return weightBytes(arithmetic, nn -> Autoencoder.of(config, nn).write());
  }

  private static long weightBytes(Arithmetic arithmetic, Consumer<Layers> writer) {
    Layers layers = arithmetic.layers(new Script());
    writer.accept(layers);
    return bytes(layers.type().bytes(), layers.parameters().slots());
  }

  /**
   * Writes and compiles a network. Its weights are read on first use.
   *
   * @param writer writes the network's methods with the given layers
   * @throws InvalidModelException when a tensor is missing, unknown or of another shape than the
   *     network's
   */
  public static Network open(TensorMap tensors, Arithmetic arithmetic, Consumer<Layers> writer) {
    return open(tensors, arithmetic.device(), arithmetic.layers(new Script()), writer);
  }

  /** The same with layers of a new script. */
  public static Network open(
      TensorMap tensors, Device device, Layers layers, Consumer<Layers> writer) {
    writer.accept(layers);
    tensors.checkLayout(layers.parameters().layout());
    Preparation.write(layers.script());
    LoadedScript loaded = LoadedScript.load(layers.script(), device);
    NDManager manager = NDManager.newBaseManager(device, "PyTorch");
    try {
      return new Network(layers, tensors, loaded, manager);
    } catch (RuntimeException e) {
      manager.close();
      loaded.close();
      throw e;
    }
  }

  /**
   * The checkpoint's weights; closed with the network. The first call reads them.
   *
   * @throws InvalidModelException for NaN or infinity in a tensor
   */
  public synchronized Weights weights() {
    if (weights == null) {
      weights =
          new Weights(
              TensorList.of(list.entries(manager, Set.of(), Map.of())), bytes(elementBytes, slots));
    }
    return weights;
  }

  /**
   * The checkpoint's weights with updates; the caller closes them. Only the changed entries are
   * new, the rest is shared.
   *
   * @throws InvalidModelException for an update of a tensor that the network doesn't have
   */
  public Weights with(List<WeightUpdate> updates) {
    Map<String, List<WeightUpdate>> byTensor =
        updates.stream().collect(Collectors.groupingBy(WeightUpdate::tensor));
    byTensor.keySet().forEach(tensors::require);
    Set<Integer> changed = list.touchedBy(byTensor.keySet());
    try (NDManager scope = manager.newSubManager()) {
      TensorList mixed = TensorList.of(list.entries(scope, changed, byTensor));
      return new Weights(mixed, bytes(elementBytes, changed.stream().map(slots::get).toList()));
    }
  }

  /** Approximate: norms, which are small, may have a wider type. */
  private static long bytes(int elementBytes, List<Slot> slots) {
    return elementBytes * slots.stream().mapToLong(Slot::elements).sum();
  }

  /** Runs a method with weights; {@code scope} owns the result. */
  public NDArray run(NDManager scope, String method, UNetWeights with, Object... arguments) {
    return script.run(scope, method, prepend(((Weights) with).list(), arguments));
  }

  /** The {@code scales} of a ControlNet's methods. */
  public NDArray residualScales(NDManager scope, List<Scale> rows) {
    int residuals = ControlNetModel.residuals(tensors);
    return scope.create(Scale.of(rows, residuals), new Shape(rows.size(), residuals));
  }

  /** Runs a method that returns several tensors, with the checkpoint's weights. */
  public List<NDArray> runList(NDManager scope, String method, Object... arguments) {
    return runListWith(scope, method, weights(), arguments);
  }

  /** Runs a method that returns several tensors; {@code scope} owns them. */
  public List<NDArray> runListWith(
      NDManager scope, String method, UNetWeights with, Object... arguments) {
    return script.runList(scope, method, prepend(((Weights) with).list(), arguments));
  }

  private static Object[] prepend(TensorList list, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add(0, list);
    return all.toArray();
  }

  @Override
  public void close() {
    if (weights != null) {
      weights.close();
    }
    manager.close();
    script.close();
  }

  /** A weight list in libtorch, and the bytes that it doesn't share. */
  public record Weights(TensorList list, long bytes) implements UNetWeights {
    @Override
    public void close() {
      list.close();
    }
  }
}
