package inkflow.diffusion.networks.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Parameters.Slot;
import inkflow.diffusion.networks.layers.Parameters.Source;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.LoadedScript;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.file.TensorMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Weights as a network gets them from libtorch, with updates, before they are laid out. */
public final class FusedWeights {
  private FusedWeights() {}

  /** The named weights, row-major. */
  public static Map<String, float[]> of(
      TensorMap tensors, List<WeightUpdate> updates, List<String> names) {
    TorchRuntime.start(2);
    Script script = new Script();
    FunctionWriter asItIs = script.staticMethod("as_it_is");
    asItIs.returns(asItIs.element(asItIs.parameter("sources", "List[Tensor]"), 0));
    Preparation.write(script);
    Map<String, List<WeightUpdate>> byTensor =
        updates.stream().collect(Collectors.groupingBy(WeightUpdate::tensor));
    Map<String, float[]> fused = new HashMap<>();
    try (LoadedScript loaded = LoadedScript.load(script, Device.cpu());
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      Preparation preparation = new Preparation(tensors, loaded);
      for (String name : names) {
        List<Long> shape = Arrays.stream(tensors.require(name).shape()).boxed().toList();
        Slot slot = new Slot("as_it_is", List.of(), List.of(new Source(name, shape)));
        fused.put(name, preparation.prepare(scope, slot, byTensor).toFloatArray());
      }
    }
    return fused;
  }
}
