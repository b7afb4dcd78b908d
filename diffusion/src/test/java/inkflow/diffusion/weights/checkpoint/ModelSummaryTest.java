package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.Golden;
import inkflow.diffusion.weights.file.DType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ModelSummaryTest {

  @Test
  void inklingIsASmallStableDiffusionInHalfPrecision() {
    ModelSummary summary =
        ModelSummary.of(CheckpointFolder.open(Path.of("..", "models", "inkling")));
    assertThat(summary.name()).isEqualTo("inkling");
    assertThat(summary.family()).isEqualTo("sd");
    assertThat(summary.fullLcm()).isFalse();
    assertThat(summary.parts())
        .extracting(ModelSummary.Part::name)
        .containsExactly("unet", "vae", "text_encoder");
    assertThat(summary.parts()).extracting(ModelSummary.Part::dtype).containsOnly(DType.F16);
    assertThat(summary.bytes()).isEqualTo(2 * summary.parameters());
  }

  @Test
  void bothKindsOfCheckpointAreSummarised() {
    ModelSummary folder = ModelSummary.of(ModelCheckpoint.open(Golden.of("models").path("sdxl")));
    assertThat(folder.parts()).hasSize(4);
  }
}
