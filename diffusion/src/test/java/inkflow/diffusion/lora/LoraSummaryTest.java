package inkflow.diffusion.lora;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.Golden;
import inkflow.diffusion.weights.file.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoraSummaryTest {

  @Test
  void anAdapterTellsItsFormatRanksAndAlphasWithoutAModel() {
    Golden golden = Golden.of("lora-sd15");
    LoraSummary style =
        LoraSummary.of(SafetensorsFile.open(golden.path("lora/style.kohya.safetensors")));
    assertThat(style.format()).isEqualTo(LoraFormat.KOHYA);
    assertThat(style.modules()).isEqualTo(98);
    assertThat(style.ranks()).containsExactly(1, 2);
    assertThat(style.alphas()).containsExactly(2.0);
    assertThat(style.hasTextEncoder()).isTrue();
    LoraSummary mixed =
        LoraSummary.of(SafetensorsFile.open(golden.path("lora/lcm.diffusers-mixed.safetensors")));
    assertThat(mixed.format()).isEqualTo(LoraFormat.MIXED);
    assertThat(mixed.hasTextEncoder()).isFalse();
  }

  @Test
  void alphasInTheHeaderOrBesideTheFileAreTold() {
    Golden golden = Golden.of("lora-sd15");
    for (String file :
        List.of("lcm.diffusers-metadata.safetensors", "lcm.peft/adapter_model.safetensors")) {
      LoraSummary kohya =
          LoraSummary.of(SafetensorsFile.open(golden.path("lora/lcm.kohya.safetensors")));
      LoraSummary other = LoraSummary.of(SafetensorsFile.open(golden.path("lora/" + file)));
      assertThat(other.alphas()).as(file).isEqualTo(kohya.alphas());
    }
  }

  @Test
  void aCheckpointIsNoAdapter() {
    Path inkling = Path.of("..", "models", "inkling");
    assertThat(
            LoraSummary.isLora(
                SafetensorsFile.open(inkling.resolve("vae/diffusion_pytorch_model.safetensors"))))
        .isFalse();
    assertThat(LoraSummary.isLora(SafetensorsFile.open(inkling.resolve("lora/lcm.safetensors"))))
        .isTrue();
  }
}
