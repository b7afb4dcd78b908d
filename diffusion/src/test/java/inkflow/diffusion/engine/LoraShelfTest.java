package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.InvalidRequestException;
import inkflow.diffusion.LoraScale;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoraShelfTest {
  private final LoraShelf shelf =
      new LoraShelf(Map.of("lcm", 1.0, "neon", 0.0, "3d", 0.0), Set.of("3d"));

  @Test
  void theAccelerationLoraStaysOnUnlessNamed() {
    assertThat(shelf.mix(List.of(new LoraScale("neon", 0.8))).scales())
        .containsExactly(new LoraScale("lcm", 1), new LoraScale("neon", 0.8));
    assertThat(shelf.mix(List.of(new LoraScale("lcm", 0)))).isEqualTo(LoraMix.NONE);
  }

  @Test
  void equalMixesAreEqualInAnyOrder() {
    LoraScale neon = new LoraScale("neon", 0.8);
    LoraScale round = new LoraScale("3d", 0.5);
    assertThat(shelf.mix(List.of(neon, round))).isEqualTo(shelf.mix(List.of(round, neon)));
  }

  @Test
  void onlyWhatChangesTextEncodersCountsForEmbeddings() {
    LoraMix mix = shelf.mix(List.of(new LoraScale("neon", 0.8), new LoraScale("3d", 0.5)));
    assertThat(shelf.textPart(mix).scales()).containsExactly(new LoraScale("3d", 0.5));
    assertThat(shelf.textPart(shelf.mix(List.of()))).isEqualTo(LoraMix.NONE);
  }

  @Test
  void refusesWhatItCannotMix() {
    assertThatThrownBy(() -> shelf.mix(List.of(new LoraScale("oil", 1))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("loras: oil (expected: one of 3d, lcm, neon)");
    assertThatThrownBy(() -> shelf.mix(List.of(new LoraScale("3d", 1), new LoraScale("3d", 1))))
        .hasMessage("loras: 3d twice (expected: each name once)");
    assertThatThrownBy(() -> shelf.mix(List.of(new LoraScale("3d", Double.NaN))))
        .hasMessage("loras: 3d at NaN (expected: a finite scale)");
    assertThatThrownBy(() -> new LoraShelf(Map.of(), Set.of()).mix(List.of(new LoraScale("3d", 1))))
        .hasMessageContaining("none is loaded");
  }
}
