package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.Golden;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderTinyConfig;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.AutoencoderTinyLayout;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TaesdFilesTest {
  private static final Golden GOLDEN = Golden.of("single-file-taesd");

  @Test
  void theAuthorsFilesAreTheSameAutoencoder() {
    Path encoder = GOLDEN.path("taesd_encoder.safetensors");
    Path decoder = GOLDEN.path("taesd_decoder.safetensors");
    TensorMap taesd = TaesdFiles.read(encoder, decoder);
    ComponentFolder same = ComponentFolder.ofDiffusers(Golden.of("models").path("taesd"));
    AutoencoderTinyConfig config = (AutoencoderTinyConfig) AutoencoderConfig.read(same.config());
    taesd.check(AutoencoderTinyLayout.of(config));
    for (TensorView tensor : same.tensors().all()) {
      float[] got = taesd.require(tensor.name()).toFloats();
      assertThat(Golden.relativeError(got, tensor.toFloats())).isLessThan(1e-3);
    }
  }

  @Test
  void otherFilesAreRefused() {
    Path lora = Golden.of("malformed").path("lora-good.safetensors");
    assertThatThrownBy(() -> TaesdFiles.read(lora, lora))
        .hasMessageContaining("no layer of a TAESD");
  }
}
