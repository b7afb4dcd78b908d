package inkflow.diffusion.networks;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.networks.Parameters.Slot;
import inkflow.diffusion.networks.Parameters.Source;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.LoadedScript;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.TensorMap;
import inkflow.diffusion.weights.TensorView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A network in libtorch and the tensors it was opened with. Not thread-safe. */
final class Network implements AutoCloseable {
  /** Stands in for a tensor when none of a kind is passed. */
  interface Change {
    /** The float32 tensor in place of one of the checkpoint, or the same. */
    NDArray apply(String name, NDArray tensor, NDManager scope);

    /** Whether a tensor is changed at all. */
    boolean touches(String name);
  }

  private final Parameters parameters;
  private final TensorMap tensors;
  private final NDManager manager;
  private final LoadedScript script;
  private final List<NDArray> prepared;
  private final TensorList weights;

  private Network(Parameters parameters, TensorMap tensors, LoadedScript script, Device device) {
    this.parameters = parameters;
    this.tensors = tensors;
    this.script = script;
    this.manager = NDManager.newBaseManager(device, "PyTorch");
    this.prepared = new ArrayList<>();
    for (Slot slot : parameters.slots()) {
      prepared.add(prepare(slot, Unchanged.INSTANCE));
    }
    this.weights = TensorList.of(prepared);
  }

  /**
   * Writes, compiles and fills a network.
   *
   * @param writer adds the network's methods with the layers it is given
   * @throws inkflow.diffusion.weights.InvalidModelException when a tensor is missing, unknown or
   *     not as the network has it
   */
  static Network open(TensorMap tensors, Arithmetic arithmetic, Consumer<Layers> writer) {
    Script script = new Script();
    Layers layers = arithmetic.layers(script);
    writer.accept(layers);
    tensors.check(layers.parameters().layout());
    writeHelpers(script);
    LoadedScript loaded = LoadedScript.load(script, arithmetic.device());
    try {
      return new Network(layers.parameters(), tensors, loaded, arithmetic.device());
    } catch (RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  private static void writeHelpers(Script script) {
    FunctionWriter read = script.staticMethod("read");
    read.returns(read.parameter("tensor").op("to", DType.FLOAT32, false, true));
    FunctionWriter fuse = script.staticMethod("add_product");
    Value tensor = fuse.parameter("tensor");
    Value up = fuse.parameter("up").op("flatten", 1);
    Value down = fuse.parameter("down").op("flatten", 1);
    Value product = up.op("matmul", down).times(fuse.parameter("scale", "float"));
    fuse.returns(tensor.plus(product.op("reshape_as", tensor)));
  }

  /** The weights it was opened with. */
  TensorList weights() {
    return weights;
  }

  /** The weights with a change; only what it touches is made again. */
  TensorList changed(Change change) {
    List<NDArray> list = new ArrayList<>();
    List<NDArray> made = new ArrayList<>();
    try {
      List<Slot> slots = parameters.slots();
      for (int i = 0; i < slots.size(); i++) {
        if (slots.get(i).sources().stream().anyMatch(source -> change.touches(source.name()))) {
          NDArray fresh = prepare(slots.get(i), change);
          made.add(fresh);
          list.add(fresh);
        } else {
          list.add(prepared.get(i));
        }
      }
      return TensorList.of(list);
    } finally {
      made.forEach(NDArray::close);
    }
  }

  /** {@code tensor + scale up x down}, flattened from their second dimension on. */
  NDArray addProduct(NDManager scope, NDArray tensor, NDArray up, NDArray down, double scale) {
    return script.run(scope, "add_product", tensor, up, down, scale);
  }

  /** A copy of a tensor of a file, in float32. */
  NDArray read(NDManager scope, TensorView tensor) {
    try (NDArray mapped = mapped(tensor)) {
      return script.run(scope, "read", mapped);
    }
  }

  /** The tensor in its file where DJL knows its type, which it does not for bf16. */
  private NDArray mapped(TensorView tensor) {
    Shape shape = new Shape(tensor.shape());
    return switch (tensor.dtype()) {
      case F16 -> manager.create(tensor.bytes(), shape, DataType.FLOAT16);
      case F32 -> manager.create(tensor.bytes(), shape, DataType.FLOAT32);
      case F64 -> manager.create(tensor.bytes(), shape, DataType.FLOAT64);
      case BF16 -> manager.create(tensor.toFloats(), shape);
      default -> throw new IllegalStateException(tensor + " (expected: a weight)");
    };
  }

  NDArray run(NDManager scope, String method, Object... arguments) {
    return script.run(scope, method, arguments);
  }

  List<NDArray> runList(NDManager scope, String method, Object... arguments) {
    return script.runList(scope, method, arguments);
  }

  /** Names of the tensors in use. */
  List<String> tensorNames() {
    return parameters.slots().stream()
        .flatMap(s -> s.sources().stream())
        .map(Source::name)
        .toList();
  }

  private NDArray prepare(Slot slot, Change change) {
    try (NDManager scope = manager.newSubManager()) {
      List<NDArray> sources = new ArrayList<>();
      for (Source source : slot.sources()) {
        sources.add(
            change.apply(source.name(), read(scope, tensors.require(source.name())), scope));
      }
      List<Object> arguments = new ArrayList<>();
      try (TensorList list = TensorList.of(sources)) {
        arguments.add(list);
        arguments.addAll(slot.arguments());
        return script.run(manager, slot.preparation(), arguments.toArray());
      }
    }
  }

  @Override
  public void close() {
    weights.close();
    manager.close();
    script.close();
  }

  private enum Unchanged implements Change {
    INSTANCE;

    @Override
    public NDArray apply(String name, NDArray tensor, NDManager scope) {
      return tensor;
    }

    @Override
    public boolean touches(String name) {
      return false;
    }
  }
}
