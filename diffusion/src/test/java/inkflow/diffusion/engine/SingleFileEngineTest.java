package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.Golden;
import inkflow.diffusion.TestingSingleFile;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.engine.model.Tokenizers;
import inkflow.diffusion.engine.torch.NetworksDevice;
import inkflow.diffusion.engine.torch.NetworksOpener;
import inkflow.diffusion.request.MicroConditioning;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.weights.checkpoint.ModelCheckpoint;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingleFileEngineTest {
  @TempDir Path temp;

  private static EngineOptions options(Path model, Optional<Path> vae) {
    EngineOptions plain =
        EngineOptions.of(model)
            .with(EngineOption.PRECISION, Precision.FP32)
            .with(EngineOption.THREADS, 1);
    return vae.map(file -> plain.with(EngineOption.VAE, file)).orElse(plain);
  }

  /** A device alone is not warmed up at the native size, which takes a while. */
  private static Picture draw(NetworksDevice device, String prompt) {
    try (MixedWeights weights = device.mix(LoraMix.NONE)) {
      Embedding text = device.encodeText(weights, List.of(prompt)).get(0);
      Latent latent = device.emptyLatent(64, 64);
      Row row = new Row(latent, 999, text, new MicroConditioning(64, 64), 1);
      return device.decode(device.predict(weights, List.of(row))).get(0);
    }
  }

  @Test
  void stableDiffusion15InOneFileDraws() {
    Path file = TestingSingleFile.write(temp.resolve("painter.safetensors"), "sd15");
    ModelFiles model = ModelFiles.find(options(file, Optional.empty()));
    assertThat(model.info().name()).isEqualTo("painter");
    assertThat(model.info().family()).isEqualTo("sd15");
    assertThat(model.info().nativeSize()).isEqualTo(512);
    try (NetworksDevice device = new NetworksOpener(model).open()) {
      assertThat(draw(device, "a red fox").rgb()).isNotEqualTo(draw(device, "a tree").rgb());
    }
  }

  @Test
  void sdxlInOneFileDrawsWithATaesdBesideIt() {
    Path file = TestingSingleFile.write(temp.resolve("xl.safetensors"), "sdxl", "v_pred");
    Path taesd = Golden.of("single-file-taesd").path("taesd_decoder.safetensors");
    ModelFiles model = ModelFiles.find(options(file, Optional.of(taesd)));
    assertThat(model.info().family()).isEqualTo("sdxl");
    assertThat(model.info().nativeSize()).isEqualTo(1024);
    assertThat(model.passes().emptyNegativeIsZero()).isTrue();
    try (NetworksDevice device = new NetworksOpener(model).open()) {
      assertThat(draw(device, "a red fox").rgb()).isNotEqualTo(draw(device, "a tree").rgb());
    }
  }

  @Test
  void anEncoderThatKnowsFewerTokensIsRefused() {
    Path small = Golden.of("single-file-sd15").path("model.safetensors");
    assertThatThrownBy(() -> Tokenizers.of(ModelCheckpoint.open(small)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("vocab_size: 1000 (expected: at least 49408");
  }
}
