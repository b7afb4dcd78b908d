package inkflow.diffusion.parity;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.Golden;
import inkflow.diffusion.parity.golden.ParityResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParityCheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add-noise-zero-snr",
        "controlnet-guess",
        "lcm-steps-strength",
        "pipeline-lcm-full",
        "pipeline-sd15-batch",
        "pipeline-sd15-controlnet",
        "pipeline-sd15-img2img",
        "pipeline-sd15-inpaint",
        "pipeline-sd15-prompts",
        "pipeline-sdxl",
        "pipeline-sdxl-sizes"
      })
  void theEnginesPartsGiveWhatTheReferenceGives(String name) {
    List<ParityResult> results = new ArrayList<>();
    boolean ok = ParityCheck.run(List.of(Golden.of(name).path("")), "cpu", results::add);
    assertThat(results.get(0).faults()).isEmpty();
    assertThat(ok).isTrue();
  }
}
