package inkflow.diffusion.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.LoraScale;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadedLorasTest {
  private final LoadedLoras loras =
      new LoadedLoras(Map.of("lcm", 1.0, "neon", 0.0, "3d", 0.0), Set.of("3d"));

  @Test
  void theAccelerationLoraStaysOnUnlessNamed() {
    assertThat(loras.mix(List.of(new LoraScale("neon", 0.8))).scales())
        .containsExactly(new LoraScale("lcm", 1), new LoraScale("neon", 0.8));
    assertThat(loras.mix(List.of(new LoraScale("lcm", 0)))).isEqualTo(LoraMix.NONE);
  }

  @Test
  void equalMixesAreEqualInAnyOrder() {
    LoraScale neon = new LoraScale("neon", 0.8);
    LoraScale round = new LoraScale("3d", 0.5);
    assertThat(loras.mix(List.of(neon, round))).isEqualTo(loras.mix(List.of(round, neon)));
  }

  @Test
  void onlyWhatChangesTextEncodersCountsForEmbeddings() {
    LoraMix mix = loras.mix(List.of(new LoraScale("neon", 0.8), new LoraScale("3d", 0.5)));
    assertThat(loras.textPart(mix).scales()).containsExactly(new LoraScale("3d", 0.5));
    assertThat(loras.textPart(loras.mix(List.of()))).isEqualTo(LoraMix.NONE);
  }

  @Test
  void refusesWhatItCannotMix() {
    assertThatThrownBy(() -> loras.mix(List.of(new LoraScale("oil", 1))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("loras: oil (expected: one of 3d, lcm, neon)");
    assertThatThrownBy(() -> loras.mix(List.of(new LoraScale("3d", 1), new LoraScale("3d", 1))))
        .hasMessage("loras: 3d twice (expected: each name once)");
    assertThatThrownBy(() -> loras.mix(List.of(new LoraScale("3d", Double.NaN))))
        .hasMessage("loras: 3d at NaN (expected: a finite scale)");
    assertThatThrownBy(
            () -> new LoadedLoras(Map.of(), Set.of()).mix(List.of(new LoraScale("3d", 1))))
        .hasMessageContaining("none is loaded");
  }
}
