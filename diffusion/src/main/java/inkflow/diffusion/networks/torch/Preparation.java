package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.lora.kinds.LowRank;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Parameters.Slot;
import inkflow.diffusion.networks.layers.Parameters.Source;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.LoadedScript;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes entries of a weight list from a checkpoint's memory-mapped tensors: converts them to the
 * form that the layers compute with; with LoRAs, widens them to float32 and adds the updates first.
 * Thread-safe.
 */
final class Preparation {
  private final TensorMap tensors;
  private final LoadedScript script;

  Preparation(TensorMap tensors, LoadedScript script) {
    this.tensors = tensors;
    this.script = script;
  }

  /** Adds the methods needed here to a script; {@code add_product} changes its tensor in place. */
  static void write(Script script) {
    FunctionWriter widen = script.staticMethod("widen");
    widen.returns(widen.parameter("tensor").op("to", DType.FLOAT32, false, true));
    FunctionWriter add = script.staticMethod("add_product");
    Value sum = add.parameter("tensor").op("flatten", 1);
    Value up = add.parameter("up").to(DType.FLOAT32).op("flatten", 1);
    Value down = add.parameter("down").to(DType.FLOAT32).op("flatten", 1);
    add.returns(sum.op("addmm_", up.times(add.parameter("scale", "float")), down));
    TorchMath.write(script);
  }

  /**
   * Makes one entry, always from the checkpoint's own tensors.
   *
   * @param updates by the name of the tensor they change
   */
  NDArray prepare(NDManager owner, Slot slot, Map<String, List<WeightUpdate>> updates) {
    try (NDManager scope = owner.newSubManager()) {
      List<NDArray> sources = new ArrayList<>();
      for (Source source : slot.sources()) {
        NDArray tensor = mapped(scope, tensors.require(source.name()));
        List<WeightUpdate> changes = updates.getOrDefault(source.name(), List.of());
        sources.add(changes.isEmpty() ? tensor : changed(scope, tensor, changes));
      }
      List<Object> arguments = new ArrayList<>();
      try (TensorList list = TensorList.of(sources)) {
        arguments.add(list);
        arguments.addAll(slot.arguments());
        return script.run(owner, slot.preparation(), arguments.toArray());
      }
    }
  }

  /** A float32 copy with the updates; the mapped file is read-only. */
  private NDArray changed(NDManager scope, NDArray tensor, List<WeightUpdate> updates) {
    NDArray sum = script.run(scope, "widen", tensor);
    for (WeightUpdate update : updates) {
      if (update.delta() instanceof LowRank product) {
        NDArray up = mapped(scope, product.up());
        NDArray down = mapped(scope, product.down());
        script.run(scope, "add_product", sum, up, down, update.scale());
      } else {
        add(scope, sum, tensor, update);
      }
    }
    return sum;
  }

  /** Adds a change of another kind than LoRA. It starts from the checkpoint's own tensor. */
  private void add(NDManager owner, NDArray sum, NDArray tensor, WeightUpdate update) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray own = script.run(scope, "widen", tensor);
      NDArray delta = update.delta().of(new TorchMath(scope, script), own);
      script.run(scope, "add_scaled", sum, delta, update.scale());
    }
  }

  /** The mapped tensor, if DJL supports its type; it doesn't support bf16 and fp8. */
  static NDArray mapped(NDManager scope, TensorView tensor) {
    Shape shape = new Shape(tensor.shape());
    return switch (tensor.dtype()) {
      case F16 -> scope.create(tensor.bytes(), shape, DataType.FLOAT16);
      case F32 -> scope.create(tensor.bytes(), shape, DataType.FLOAT32);
      case F64 -> scope.create(tensor.bytes(), shape, DataType.FLOAT64);
      case BF16, F8_E4M3, F8_E5M2 -> scope.create(tensor.toFloats(), shape);
      default -> throw new IllegalArgumentException(tensor + " (expected: a weight)");
    };
  }
}
