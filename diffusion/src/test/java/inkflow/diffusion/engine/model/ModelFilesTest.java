package inkflow.diffusion.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.LoraFile;
import inkflow.diffusion.Golden;
import inkflow.diffusion.engine.Inkling;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelFilesTest {

  private static ModelFiles with(LoraFile... loras) {
    return ModelFiles.find(
        EngineOptions.of(Inkling.FOLDER).with(EngineOption.LORAS, List.of(loras)));
  }

  @Test
  void aModelsOwnLorasAreOffButTheAccelerationModule() {
    assertThat(with().loras().keySet()).containsExactlyElementsOf(Inkling.LORAS);
    assertThat(with().loadedLoras().mix(List.of()).scales())
        .containsExactly(new LoraScale("lcm", 1));
  }

  @Test
  void aNamedFileStandsInForTheModelsOwn() {
    Path file = Inkling.FOLDER.resolve("lora/neon.safetensors");
    ModelFiles model = with(new LoraFile("lcm", file, 0.5), new LoraFile("glow", file, 0.7));
    assertThat(model.loras().get("lcm").file()).isEqualTo(file);
    assertThat(model.loadedLoras().mix(List.of()).scales())
        .containsExactly(new LoraScale("glow", 0.7), new LoraScale("lcm", 0.5));
  }

  @Test
  void aLoraOfAnotherModelIsRefusedBeforeAnythingIsLoaded() {
    Path file = Golden.of("lora-sd15").path("lora/style.kohya.safetensors");
    assertThatThrownBy(() -> with(new LoraFile("style", file, 1)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("another architecture");
  }

  @Test
  void aMissingModelIsRefusedByItsPath() {
    assertThatThrownBy(() -> ModelFiles.find(EngineOptions.of(Path.of("no-such-model"))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("no-such-model");
  }

  @Test
  void optionsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> EngineOptions.defaults().with(EngineOption.THREADS, -1))
        .hasMessage("threads: -1 (expected: >= 0)");
  }
}
