package inkflow.diffusion.weights.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.Golden;
import inkflow.diffusion.TestingModels;
import inkflow.diffusion.TestingSafetensors;
import inkflow.diffusion.TestingSingleFile;
import inkflow.diffusion.weights.config.AutoencoderConfig;
import inkflow.diffusion.weights.config.AutoencoderTinyConfig;
import inkflow.diffusion.weights.file.InvalidModelException;
import inkflow.diffusion.weights.file.SafetensorsFile;
import inkflow.diffusion.weights.file.TensorMap;
import inkflow.diffusion.weights.file.TensorView;
import inkflow.diffusion.weights.naming.AutoencoderTinyLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoencoderFilesTest {
  private static final double SCALING = 0.5;
  private static final Path TAESD = Golden.of("models").path("taesd");

  @TempDir Path temp;

  private static AutoencoderConfig config(Path path) {
    return AutoencoderConfig.read(AutoencoderFiles.open(path, SCALING).config());
  }

  @Test
  void eitherFileOfATaesdFindsTheOther() {
    AutoencoderConfig known = config(TAESD);
    for (String half : List.of("encoder", "decoder")) {
      Path file = Golden.of("single-file-taesd").path("taesd_" + half + ".safetensors");
      ComponentFolder opened = AutoencoderFiles.open(file, SCALING);
      AutoencoderTinyConfig told = (AutoencoderTinyConfig) AutoencoderConfig.read(opened.config());
      assertThat(told).isEqualTo(known);
      opened.tensors().check(AutoencoderTinyLayout.of(told));
    }
  }

  @Test
  void halfATaesdIsRefused() throws IOException {
    Path alone = temp.resolve("small.safetensors");
    Files.copy(Golden.of("single-file-taesd").path("taesd_encoder.safetensors"), alone);
    assertThatThrownBy(() -> AutoencoderFiles.open(alone, SCALING))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("half of a TAESD (expected: two files");
  }

  @Test
  void aFileOfDiffusersIsReadWithTheConfigBesideIt() {
    assertThat(config(TAESD.resolve("diffusion_pytorch_model.safetensors")))
        .isEqualTo(config(TAESD));
  }

  @Test
  void aFileOfTheOriginalCodeHasItsConfigToldFromItsShapes() {
    Map<String, TensorView> model =
        SafetensorsFile.open(TestingSingleFile.write(temp.resolve("xl.safetensors"), "sdxl"))
            .tensors();
    List<TensorView> vae =
        model.values().stream()
            .filter(tensor -> tensor.name().startsWith("first_stage_model."))
            .toList();
    Path file = TestingSafetensors.write(temp.resolve("vae.safetensors"), vae);
    ComponentFolder opened = AutoencoderFiles.open(file, SCALING);
    AutoencoderConfig told = AutoencoderConfig.read(opened.config());
    assertThat(told.scalingFactor()).isEqualTo(SCALING);
    assertThat(told.latentChannels()).isEqualTo(4);
    TensorMap same = CheckpointFolder.open(TestingModels.sdxl()).autoencoder().tensors();
    assertThat(opened.tensors().names()).isEqualTo(same.names());
  }

  @Test
  void otherFilesAreRefused() {
    Path lora = Golden.of("malformed").path("lora-good.safetensors");
    assertThatThrownBy(() -> AutoencoderFiles.open(lora, SCALING))
        .hasMessageContaining("decoder: missing (expected: an autoencoder)");
  }
}
