package inkflow.cli.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WheelTest {
  @Test
  void libtorchIsOfTheVersionThatDjlsNativePartIsBuiltFor() {
    List<Wheel> wheels = Wheel.ofLibtorch();
    assertThat(wheels)
        .allSatisfy(
            wheel -> assertThat(wheel.requirement()).matches(".* --hash=sha256:[0-9a-f]{64}"))
        .isSortedAccordingTo((a, b) -> Long.compare(a.bytes(), b.bytes()))
        .last()
        .satisfies(torch -> assertThat(torch.requirement()).startsWith("torch==2.7.1 "));
    assertThat(CudaLibtorch.standard().bytes()).isBetween(2_000_000_000L, 3_000_000_000L);
  }

  @Test
  void lineWithoutAHashIsRefused() {
    assertThatThrownBy(() -> Wheel.parse("torch==2.7.1 # 5"))
        .hasMessageStartingWith("wheel: torch==2.7.1 # 5 (expected: ");
  }
}
