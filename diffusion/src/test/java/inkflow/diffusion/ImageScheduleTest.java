package inkflow.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageScheduleTest {

  @ParameterizedTest
  @ValueSource(strings = {"A", "B", "C:0,16,32,45"})
  void nameReadsBackAsTheSameSchedule(String name) {
    assertThat(ImageSchedule.of(name).name()).isEqualTo(name);
    assertThat(ImageSchedule.of(name.toLowerCase(java.util.Locale.ROOT)))
        .isEqualTo(ImageSchedule.of(name));
  }

  @Test
  void scheduleCHasItsIndexes() {
    assertThat(ImageSchedule.of("C:32,45").indexes()).isEqualTo(List.of(32, 45));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "D", "C", "C:", "C:45,32", "C:1,1", "C:-1", "C:1;2", "A:1", "C:99999"})
  void otherNamesAreRefused(String name) {
    assertThatThrownBy(() -> ImageSchedule.of(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("schedule: ")
        .hasMessageEndingWith("(expected: A, B or C:I,J,... with rising I, J, ... from 0)");
  }
}
