package inkflow.diffusion.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlInputTest {
  private static final Picture PICTURE = new Picture(1, 1, new byte[3]);

  private static ControlInput input(double scale, double start, double end) {
    return new ControlInput("canny", PICTURE, scale, start, end);
  }

  private static List<Integer> steps(double start, double end, int steps) {
    ControlInput input = input(1, start, end);
    return IntStream.range(0, steps).filter(i -> input.countsIn(i, steps)).boxed().toList();
  }

  @Test
  void countsInTheStepsThatLieWhollyInItsShare() {
    assertThat(steps(0, 1, 4)).containsExactly(0, 1, 2, 3);
    assertThat(steps(0.25, 0.75, 4)).containsExactly(1, 2);
    assertThat(steps(0.2, 0.7, 4)).containsExactly(1);
    assertThat(steps(0, 0.5, 3)).containsExactly(0);
    assertThat(steps(0.5, 1, 1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, 1, controls.scale: NaN",
    "Infinity, 0, 1, controls.scale: Infinity",
    "1, -0.1, 1, controls.start: -0.1",
    "1, 0.5, 0.5, controls.start: 0.5",
    "1, NaN, 1, controls.start: NaN",
    "1, 0, NaN, controls.start: 0.0",
    "1, 0, 1.5, controls.end: 1.5"
  })
  void whatIsOutOfRangeIsRefusedByName(double scale, double start, double end, String message) {
    assertThatThrownBy(() -> input(scale, start, end))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(message);
  }
}
