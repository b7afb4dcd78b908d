package inkflow.diffusion.networks.models;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IpAdapterTest {
  private final GoldenCase golden = new GoldenCase("ip-adapter");
  private final ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("unet"));

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void givesWhatTheReferenceGives(Precision precision) {
    TestingPrecision.assumePossible(precision);
    Arithmetic arithmetic = Arithmetic.of(Device.cpu(), precision);
    try (Network unet = Network.unet(folder, arithmetic);
        Network adapter = adapter(tensors(), arithmetic);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      check("scale_0", 0f, unet, adapter, scope, precision);
      check("scale_60", 0.6f, unet, adapter, scope, precision);
    }
  }

  private void check(
      String call,
      float scale,
      Network unet,
      Network adapter,
      NDManager scope,
      Precision precision) {
    String in = "in." + call + ".";
    NDArray embeddings = golden.tensor(scope, in + "image_embeds");
    NDArray tokens = adapter.run(scope, "tokens", adapter.weights(), embeddings);
    golden.check("out." + call + ".image_tokens", tokens, precision);
    NDArray scales = scope.create(new float[] {scale, scale});
    try (TensorList none = TensorList.of(List.of());
        TensorList images = TensorList.of(adapter.runList(scope, "keys_values", tokens, scales))) {
      NDArray output =
          unet.run(
              scope,
              "predict_adapted",
              unet.weights(),
              golden.tensor(scope, in + "sample"),
              golden.tensor(scope, in + "timestep"),
              golden.tensor(scope, in + "encoder_hidden_states"),
              none,
              none,
              images);
      golden.check("out." + call + ".sample", output, precision);
    }
  }

  @Test
  void anotherKindOfAdapterIsRefused() {
    Arithmetic arithmetic = Arithmetic.of(Device.cpu(), Precision.FP32);
    List<TensorView> others =
        tensors().stream().filter(tensor -> !tensor.name().startsWith("image_proj.")).toList();
    assertThatThrownBy(() -> adapter(others, arithmetic))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("image_proj.proj.weight");
  }

  private Network adapter(Collection<TensorView> tensors, Arithmetic arithmetic) {
    TensorMap map = new TensorMap(golden.model("ip_adapter"), tensors);
    return Network.ipAdapter(map, UNetConfig.read(folder.config()), arithmetic);
  }

  private Collection<TensorView> tensors() {
    return SafetensorsFile.open(golden.model("ip_adapter")).tensors().values();
  }
}
