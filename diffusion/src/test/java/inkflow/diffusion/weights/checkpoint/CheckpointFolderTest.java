package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.Golden;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderTinyConfig;
import inkflow.diffusion.weights.config.ClipTextConfig;
import inkflow.diffusion.weights.config.UNetConfig;
import inkflow.diffusion.weights.file.DType;
import inkflow.diffusion.weights.file.JsonFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.AutoencoderTinyLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
  /** Inkling, which every checkout has. */
  private static final Path INKLING = Path.of("..", "models", "inkling");

  @TempDir Path temp;

  @Test
  void inklingIsACheckpointFolder() {
    CheckpointFolder inkling = CheckpointFolder.open(INKLING);
    UNetConfig unet = UNetConfig.read(inkling.unet().config());
    assertThat(inkling.name()).isEqualTo("inkling");
    assertThat(unet.blockOutChannels()).containsExactly(64, 64, 128, 256);
    assertThat(unet.heads()).containsExactly(2, 2, 4, 8);
    assertThat(unet.downAttention()).containsExactly(false, false, true, true);
    assertThat(unet.upAttention()).containsExactly(true, true, false, false);
    assertThat(inkling.scheduler().originSteps()).isEqualTo(50);
    assertThat(inkling.textEncoders()).hasSize(1);
    ClipTextConfig text = ClipTextConfig.read(inkling.textEncoders().get(0).config());
    assertThat(text.positions()).isEqualTo(32);
    assertThat(text.projectionDim()).isZero();
  }

  @Test
  void inklingsAutoencoderHasTheWeightsItsConfigurationAsksFor() {
    ComponentFolder folder = CheckpointFolder.open(INKLING).autoencoder();
    AutoencoderTinyConfig config = (AutoencoderTinyConfig) AutoencoderConfig.read(folder.config());
    assertThat(config.downscale()).isEqualTo(8);
    folder.tensors().check(AutoencoderTinyLayout.of(config));
  }

  @Test
  void textWeightsHaveOneNameWhoeverWroteThem() {
    TensorMap weights = CheckpointFolder.open(INKLING).textEncoders().get(0).tensors();
    assertThat(weights.require("text_model.embeddings.token_embedding.weight", 4164, 192).dtype())
        .isEqualTo(DType.F16);
  }

  @Test
  void shardsAreOneNetwork() {
    TensorMap weights =
        ComponentFolder.ofDiffusers(Golden.of("unet-sharded").path("unet")).tensors();
    assertThat(weights.require("conv_in.weight", 8, 4, 3, 3).toFloats()).hasSize(288);
    assertThat(weights.all().stream().map(TensorView::file).distinct()).hasSize(3);
    weights.requireFinite();
  }

  @Test
  void halfPrecisionVariantIsTakenWhenItIsTheOnlyOne() {
    TensorMap weights =
        ComponentFolder.ofDiffusers(Golden.of("unet-variant").path("unet")).tensors();
    assertThat(weights.require("conv_in.weight").dtype()).isEqualTo(DType.F16);
  }

  @Test
  void indexMayNotLeadOutOfItsFolder() throws IOException {
    Files.writeString(temp.resolve("config.json"), "{}");
    Files.writeString(
        temp.resolve("diffusion_pytorch_model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"../b.safetensors\"}}");
    assertThatThrownBy(() -> ComponentFolder.ofDiffusers(temp))
        .hasMessageEndingWith(
            "a: ../b.safetensors (expected: a safetensors file beside the index)");
  }

  @Test
  void missingWeightsSayWhatIsThereInstead() throws IOException {
    Files.writeString(temp.resolve("config.json"), "{}");
    Files.writeString(temp.resolve("diffusion_pytorch_model.bin"), "");
    assertThatThrownBy(() -> ComponentFolder.ofDiffusers(temp))
        .hasMessageContaining("diffusion_pytorch_model.safetensors: missing")
        .hasMessageContaining("there is config.json, diffusion_pytorch_model.bin");
  }

  @Test
  void anotherKindOfPipelineIsRefused() throws IOException {
    Files.writeString(temp.resolve("model_index.json"), "{\"_class_name\": \"FluxPipeline\"}");
    assertThatThrownBy(() -> CheckpointFolder.open(temp))
        .hasMessageContaining("_class_name: FluxPipeline (expected: a StableDiffusion");
  }

  @Test
  void everyGoldenConfigurationIsUnderstood() throws IOException {
    try (Stream<Path> cases = Files.list(Golden.of(".").path("."))) {
      for (Path config : cases.map(path -> path.resolve("unet/config.json")).toList()) {
        if (Files.exists(config)) {
          assertThat(UNetConfig.read(JsonFile.read(config)).levels()).isPositive();
        }
      }
    }
  }
}
