package inkflow.diffusion.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessorTest {
  private static final Set<String> AVX_512 = Set.of("avx512f", "avx512_bf16");
  private static final Set<String> AMX = Set.of("avx512f", "avx512_bf16", "amx_bf16", "amx_tile");

  @Test
  void amdIsFasterInBfloat16WithAvx512() {
    assertThat(Processor.isFasterInBfloat16("AuthenticAMD", AVX_512)).isTrue();
  }

  @Test
  void intelIsFasterInBfloat16WithAmxOnly() {
    assertThat(Processor.isFasterInBfloat16("GenuineIntel", AVX_512)).isFalse();
    assertThat(Processor.isFasterInBfloat16("GenuineIntel", AMX)).isTrue();
  }

  @Test
  void nobodyIsFasterInWhatTheyDoNotHave() {
    assertThat(Processor.isFasterInBfloat16("AuthenticAMD", Set.of("avx2", "fma"))).isFalse();
    assertThat(Processor.isFasterInBfloat16("", Set.of())).isFalse();
  }
}
