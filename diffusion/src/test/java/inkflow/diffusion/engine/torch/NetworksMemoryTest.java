package inkflow.diffusion.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.engine.Inkling;
import inkflow.diffusion.engine.model.ModelFiles;
import inkflow.diffusion.hardware.Processor;
import inkflow.diffusion.networks.layers.Arithmetic;
import inkflow.diffusion.networks.torch.MemoryNeed;
import inkflow.diffusion.weights.file.InvalidModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworksMemoryTest {
  private static final Path MODEL = Path.of("model");
  private static final MemoryNeed NEED = new MemoryNeed(2_130_000_000L, 400_000_000);

  /**
   * Elements that the layers for oneDNN keep in two forms: the UNet's three kernels of doubled
   * pictures (256, 128 and 64 channels, 3x3), and at the ends of the autoencoder three kernels of
   * 32 channels, those from and to pictures, and their biases.
   */
  private static final long IN_TWO_FORMS =
      9 * (256 * 256 + 128 * 128 + 64 * 64) + 9 * (3 * 32 * 32 + 2 * 3 * 32) + 32 + 3;

  @TempDir Path folder;

  @Test
  void aModelThatDoesNotFitIsRefusedWithBothNumbers() {
    NetworksMemory free = new NetworksMemory(OptionalLong.of(1_500_000_000));
    assertThatThrownBy(() -> free.require(NEED, MODEL, "cpu"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("needs 2.53 GB on cpu: 2.13 GB of weights")
        .hasMessageContaining("at most 1.50 GB");
  }

  @Test
  void aModelThatFitsIsNotRefusedNorIsOneWhereNothingSaysHowMuchThereIs() {
    NetworksMemory enough = new NetworksMemory(OptionalLong.of(2_530_000_000L));
    NetworksMemory unknown = new NetworksMemory(OptionalLong.empty());
    assertThatCode(() -> enough.require(NEED, MODEL, "cpu")).doesNotThrowAnyException();
    assertThatCode(() -> unknown.require(NEED, MODEL, "cpu")).doesNotThrowAnyException();
  }

  @Test
  void aModelsNeedIsItsParametersInTheTypeTheyAreComputedIn() {
    ModelFiles model = ModelFiles.find(EngineOptions.of(Inkling.FOLDER));
    long parameters =
        model.checkpoint().unet().tensors().all().stream().mapToLong(t -> t.elements()).sum()
            + model.autoencoder().tensors().all().stream().mapToLong(t -> t.elements()).sum()
            + model.checkpoint().textEncoders().get(0).tensors().all().stream()
                .mapToLong(t -> t.elements())
                .sum();
    assertThat(need(model, Precision.FP16).weights()).isEqualTo(2 * parameters);
    long laidOut = parameters + (Processor.isX86() ? IN_TWO_FORMS : 0);
    assertThat(need(model, Precision.FP32).weights()).isEqualTo(4 * laidOut);
    assertThat(need(model, Precision.BF16).weights()).isEqualTo(2 * laidOut);
  }

  private static MemoryNeed need(ModelFiles model, Precision precision) {
    Arithmetic arithmetic = new Arithmetic(Device.cpu(), precision);
    return MemoryNeed.of(model.checkpoint(), model.autoencoder(), List.of(), arithmetic);
  }

  @Test
  void aControlGroupsLimitCountsLessWhatItUsesButForThePageCache() throws IOException {
    Path meminfo = Files.writeString(folder.resolve("meminfo"), "MemAvailable:    4000 kB\n");
    assertThat(NetworksMemory.ofSystem(meminfo, folder)).hasValue(4_096_000);
    Files.writeString(folder.resolve("memory.max"), "3000000\n");
    Files.writeString(folder.resolve("memory.current"), "2000000\n");
    Files.writeString(
        folder.resolve("memory.stat"), "anon 1500000\ninactive_file 300000\nactive_file 200000\n");
    assertThat(NetworksMemory.ofSystem(meminfo, folder)).hasValue(1_500_000);
    Files.writeString(folder.resolve("memory.max"), "max\n");
    assertThat(NetworksMemory.ofSystem(meminfo, folder)).hasValue(4_096_000);
    assertThat(NetworksMemory.ofSystem(folder.resolve("none"), folder)).isEmpty();
  }
}
