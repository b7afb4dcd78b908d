package inkflow.diffusion.networks.models;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.TestingPrecision;
import inkflow.diffusion.lora.LoraFile;
import inkflow.diffusion.lora.LoraTargets;
import inkflow.diffusion.lora.ModelPart;
import inkflow.diffusion.networks.GoldenCase;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.layers.Layers;
import inkflow.diffusion.networks.torch.Network;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.TorchRuntime;
import inkflow.diffusion.weights.checkpoint.ComponentFolder;
import inkflow.diffusion.weights.config.UNetConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UNet2DConditionModelTest {

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet-sd15",
        "unet-sdxl",
        "unet-ssd1b",
        "unet-lcm-full",
        "unet-bk-tiny",
        "unet-sharded",
        "unet-variant"
      })
  void givesWhatTheReferenceGives(String id) {
    check(id, Precision.FP32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet-sd15",
        "unet-sdxl",
        "unet-ssd1b",
        "unet-lcm-full",
        "unet-bk-tiny",
        "unet-sharded",
        "unet-variant"
      })
  void staysNearTheReferenceInBfloat16(String id) {
    check(id, Precision.BF16);
  }

  /** The plain layers, used on other devices and as the reference of the faster ones. */
  @ParameterizedTest
  @ValueSource(strings = {"unet-sd15", "unet-sdxl", "unet-lcm-full"})
  void plainLayersGiveWhatTheReferenceGives(String id) {
    check(id, new Layers(new Script(), DType.FLOAT32), Precision.FP32);
  }

  private static void check(String id, Precision precision) {
    TestingPrecision.assumePossible(precision);
    check(id, Arithmetic.of(Device.cpu(), precision).layers(new Script()), precision);
  }

  private static void check(String id, Layers layers, Precision precision) {
    GoldenCase golden = new GoldenCase(id);
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("unet"));
    try (Network unet = open(folder, layers);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      for (String call : golden.calls()) {
        NDArray output = predict(golden, call, unet, unet.weights(), scope);
        golden.check("out." + call + ".sample", output, precision);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16"})
  void fusedLorasGiveWhatTheReferenceGives(Precision precision) {
    TestingPrecision.assumePossible(precision);
    GoldenCase golden = new GoldenCase("lora-sd15");
    ComponentFolder folder = ComponentFolder.ofDiffusers(golden.model("unet"));
    LoraTargets targets =
        LoraTargets.of(
            folder.tensors(),
            List.of(ComponentFolder.ofTransformers(golden.model("text_encoder")).tensors()));
    LoraFile lcm = LoraFile.read(golden.file("lora/lcm.kohya.safetensors"), targets);
    LoraFile style = LoraFile.read(golden.file("lora/style.kohya.safetensors"), targets);
    LoraFile varied = LoraFile.read(golden.file("lora/varied.kohya.safetensors"), targets);
    Layers layers = Arithmetic.of(Device.cpu(), precision).layers(new Script());
    try (Network unet = open(folder, layers);
        NDManager scope = NDManager.newBaseManager("PyTorch")) {
      checkMix(golden, "base", unet, List.of(), scope, precision);
      checkMix(golden, "lcm_70", unet, updates(lcm, 0.7), scope, precision);
      List<WeightUpdate> both = new ArrayList<>(updates(style, 0.8));
      both.addAll(updates(lcm, 1));
      checkMix(golden, "style_80_lcm_100", unet, both, scope, precision);
      checkMix(golden, "varied_100", unet, updates(varied, 1), scope, precision);
      checkMix(golden, "lcm_100", unet, updates(lcm, 1), scope, precision);
    }
  }

  private static void checkMix(
      GoldenCase golden,
      String call,
      Network unet,
      List<WeightUpdate> updates,
      NDManager scope,
      Precision precision) {
    try (Network.Weights mix = unet.with(updates)) {
      NDArray output = predict(golden, call, unet, mix, scope);
      golden.check("out." + call + ".sample", output, precision);
    }
  }

  private static List<WeightUpdate> updates(LoraFile lora, double scale) {
    return lora.modules().stream()
        .filter(module -> module.part() == ModelPart.UNET)
        .map(
            module -> new WeightUpdate(module.weightName(), module.delta(), scale * module.scale()))
        .toList();
  }

  private static Network open(ComponentFolder folder, Layers layers) {
    UNetConfig config = UNetConfig.read(folder.config());
    return Network.open(
        folder.tensors(), Device.cpu(), layers, nn -> new UNet2DConditionModel(config, nn).write());
  }

  private static NDArray predict(
      GoldenCase golden, String call, Network unet, UNetWeights weights, NDManager scope) {
    String in = "in." + call + ".";
    NDArray latent = golden.tensor(scope, in + "sample");
    NDArray timesteps = golden.tensor(scope, in + "timestep");
    if (timesteps.getShape().isScalar()) {
      timesteps = timesteps.reshape(1).repeat(latent.getShape().get(0));
    }
    List<NDArray> extras = new ArrayList<>();
    for (String extra : List.of("timestep_cond", "text_embeds", "time_ids")) {
      if (golden.has(in + extra)) {
        extras.add(golden.tensor(scope, in + extra));
      }
    }
    NDArray context = golden.tensor(scope, in + "encoder_hidden_states");
    try (TensorList list = TensorList.of(extras)) {
      return unet.run(scope, "predict", weights, latent, timesteps, context, list);
    }
  }
}
