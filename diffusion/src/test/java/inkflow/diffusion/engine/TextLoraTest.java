package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.Golden;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.torch.NetworksDevice;
import inkflow.diffusion.engine.torch.NetworksOpener;
import inkflow.diffusion.request.LoraScale;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** LoRAs that change text encoders, on small models of both families. */
class TextLoraTest {
  private static final LoraMix STYLE = new LoraMix(List.of(new LoraScale("style", 0.8)));

  private static ModelFiles with(String model, Path lora) {
    return ModelFiles.find(
        EngineOptions.of(Golden.of("models").path(model))
            .with(EngineOption.LORAS, List.of(new LoraFile("style", lora, 0)))
            .with(EngineOption.PRECISION, Precision.FP32)
            .with(EngineOption.THREADS, 1));
  }

  private static Embedding encode(NetworksDevice device, LoraMix mix) {
    try (MixedWeights weights = device.mix(mix)) {
      return device.encodeText(weights, List.of("a red fox")).get(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sd15, lora-sd15, lora/style.kohya.safetensors",
    "sd15, lora-sd15, lora/style.diffusers-metadata.safetensors",
    "sdxl, lora-sdxl, lora/style.kohya-sgm.safetensors",
    "sdxl, lora-sdxl, lora/style.diffusers.safetensors"
  })
  void promptsReadDifferentlyUnderItAndAsBeforeWithoutIt(String model, String golden, String file) {
    ModelFiles files = with(model, Golden.of(golden).path(file));
    assertThat(files.loadedLoras().textPart(STYLE)).isEqualTo(STYLE);
    try (NetworksDevice device = new NetworksOpener(files).open()) {
      Embedding plain = encode(device, LoraMix.NONE);
      Embedding style = encode(device, STYLE);
      assertThat(Golden.relativeError(style.states(), plain.states())).isGreaterThan(1e-3);
      if (model.equals("sdxl")) {
        assertThat(Golden.relativeError(style.pooled(), plain.pooled())).isGreaterThan(1e-3);
      }
      assertThat(encode(device, LoraMix.NONE).states()).isEqualTo(plain.states());
      assertThat(encode(device, STYLE).states()).isEqualTo(style.states());
    }
  }
}
