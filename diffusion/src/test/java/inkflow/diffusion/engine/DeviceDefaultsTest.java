package inkflow.diffusion.engine;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.EngineOption;
import inkflow.diffusion.EngineOptions;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeviceDefaultsTest {
  private static final OptionalLong PROCESSOR = OptionalLong.empty();
  private static final OptionalLong LARGE = OptionalLong.of(20L << 30);
  private static final OptionalLong SMALL = OptionalLong.of(2L << 30);
  private static final EngineOptions PLAIN = EngineOptions.defaults();

  @Test
  void rowsAreFewOnAProcessorAndManyOnAGpuUnlessTheyAreGiven() {
    assertThat(rows(PLAIN, PROCESSOR)).isEqualTo(8);
    assertThat(rows(PLAIN, SMALL)).isEqualTo(64);
    EngineOptions given = PLAIN.with(EngineOption.BATCH_ROWS, 3);
    assertThat(rows(given, PROCESSOR)).isEqualTo(3);
    assertThat(rows(given, LARGE)).isEqualTo(3);
  }

  @Test
  void loraMixesMayTakeAQuarterOfWhatTheModelLeavesOfAGpu() {
    assertThat(loras(PLAIN, PROCESSOR)).isEqualTo(1L << 30);
    assertThat(loras(PLAIN, LARGE)).isEqualTo(5L << 30);
    assertThat(loras(PLAIN, SMALL)).isEqualTo(1L << 30);
    assertThat(loras(PLAIN.with(EngineOption.LORA_BYTES, 5L), LARGE)).isEqualTo(5);
  }

  private static int rows(EngineOptions options, OptionalLong room) {
    return DeviceDefaults.resolve(options, room).get(EngineOption.BATCH_ROWS);
  }

  private static long loras(EngineOptions options, OptionalLong room) {
    return DeviceDefaults.resolve(options, room).get(EngineOption.LORA_BYTES);
  }
}
