package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.Golden;
import inkflow.diffusion.TestingModels;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.EncoderTexts;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.torch.NetworksDevice;
import inkflow.diffusion.engine.torch.NetworksOpener;
import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of a row's inputs reach the UNet, for each kind of model. */
class ConditioningTest {
  private static final MicroConditioning SIZE = new MicroConditioning(48, 48);

  @TempDir Path temp;

  private static NetworksDevice open(Path model) {
    EngineOptions options =
        EngineOptions.of(model)
            .with(EngineOption.PRECISION, Precision.FP32)
            .with(EngineOption.THREADS, 1);
    return new NetworksOpener(ModelFiles.find(options)).open();
  }

  private static Latent noise(NetworksDevice device) {
    Latent latent = device.emptyLatent(48, 48);
    for (int i = 0; i < latent.values().length; i++) {
      latent.values()[i] = (float) Math.sin(i);
    }
    return latent;
  }

  private static float[] output(NetworksDevice device, Row... rows) {
    try (MixedWeights weights = device.mix(LoraMix.NONE)) {
      return device.predict(weights, List.of(rows)).get(rows.length - 1).values();
    }
  }

  private static Embedding text(NetworksDevice device, String prompt) {
    try (MixedWeights weights = device.mix(LoraMix.NONE)) {
      return device.encodeText(weights, List.of(prompt)).get(0);
    }
  }

  @Test
  void sdxlTakesPooledTextAndSizes() {
    try (NetworksDevice device = open(TestingModels.sdxl())) {
      Latent latent = noise(device);
      Embedding text = text(device, "a red fox");
      assertThat(text.pooled()).hasSize(32);
      float[] plain = output(device, new Row(latent, 499, text, SIZE, 1));
      Embedding otherPooled =
          new Embedding(text.tokens(), text.width(), text.states(), new float[32]);
      assertThat(
              Golden.relativeError(
                  output(device, new Row(latent, 499, otherPooled, SIZE, 1)), plain))
          .isGreaterThan(1e-4);
      MicroConditioning large = new MicroConditioning(1024, 1024);
      assertThat(Golden.relativeError(output(device, new Row(latent, 499, text, large, 1)), plain))
          .isGreaterThan(1e-4);
    }
  }

  @Test
  void eachEncoderReadsATextOfItsOwn() {
    try (NetworksDevice device = open(TestingModels.sdxl());
        MixedWeights weights = device.mix(LoraMix.NONE)) {
      String twoChunks = "an oil painting BREAK of the sea";
      Embedding fox = text(device, "a red fox");
      Embedding painting = text(device, twoChunks);
      Embedding both =
          device.encodeTexts(weights, List.of(new EncoderTexts("a red fox", twoChunks))).get(0);
      assertThat(both.pooled()).containsExactly(painting.pooled(), within(1e-5f));
      assertThat(both.tokens()).isEqualTo(painting.tokens()).isEqualTo(2 * fox.tokens());
      int width = 24; // of this model's first encoder
      for (int row = 0; row < fox.tokens(); row++) {
        for (int i = 0; i < fox.width(); i++) {
          float[] from = i < width ? fox.states() : painting.states();
          int at = row * fox.width() + i;
          assertThat(both.states()[at]).isCloseTo(from[at], within(1e-4f));
        }
      }
    }
  }

  @Test
  void rowsOfAFullLcmEachHaveTheirGuidance() throws IOException {
    try (NetworksDevice device = open(TestingModels.fullLcm(temp))) {
      Embedding text = text(device, "a red fox");
      Latent latent = noise(device);
      Row weak = new Row(latent, 499, text, SIZE, 2);
      Row strong = new Row(latent, 499, text, SIZE, 8.5);
      float[] alone = output(device, strong);
      assertThat(output(device, weak, strong)).containsExactly(alone, within(1e-4f));
      assertThat(Golden.relativeError(output(device, weak), alone)).isGreaterThan(1e-4);
    }
  }

  @Test
  void fullLcmDrawsWithGuidanceInOnePass() throws IOException {
    EngineOptions options = EngineOptions.of(TestingModels.fullLcm(temp));
    try (DiffusionEngine engine = DiffusionEngine.open(options)) {
      assertThat(engine.model().usualGuidance()).isEqualTo(8);
      var result = engine.render(Requests.of("a").guidanceScale(8).request()).join();
      assertThat(result.batchRows()).isEqualTo(1);
    }
  }

  @Test
  void partsThatDoNotGoTogetherAreRefusedByName() throws IOException {
    Path model = TestingModels.fullLcm(temp);
    Path config = model.resolve("unet/config.json");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("\"cross_attention_dim\": 32", "\"cross_attention_dim\": 48"));
    assertThatThrownBy(() -> open(model))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("cross_attention_dim: 48 (expected: 32, the width of the text");
  }
}
