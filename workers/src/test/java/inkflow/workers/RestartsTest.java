package inkflow.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private static final Restarts RESTARTS =
      Restarts.always(Duration.ofMillis(100), Duration.ofSeconds(5));

  @Test
  void thePauseDoublesUpToTheLongest() {
    assertThat(RESTARTS.pause(1, 0.5)).isEqualTo(Duration.ofMillis(100));
    assertThat(RESTARTS.pause(2, 0.5)).isEqualTo(Duration.ofMillis(200));
    assertThat(RESTARTS.pause(6, 0.5)).isEqualTo(Duration.ofMillis(3200));
    assertThat(RESTARTS.pause(7, 0.5)).isEqualTo(Duration.ofSeconds(5));
    assertThat(RESTARTS.pause(1_000_000, 0.5)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void theJitterGoesBothWays() {
    assertThat(RESTARTS.pause(1, 0)).isEqualTo(Duration.ofMillis(80));
    assertThat(RESTARTS.pause(1, 1)).isEqualTo(Duration.ofMillis(120));
  }

  @Test
  void pausesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> Restarts.always(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessage("first: PT0S (expected: > 0 and <= longest, PT1S)");
    assertThatThrownBy(() -> Restarts.always(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .hasMessage("first: PT2S (expected: > 0 and <= longest, PT1S)");
    assertThatThrownBy(
            () -> new Restarts(Duration.ofSeconds(1), Duration.ofSeconds(1), 1.5, f -> false))
        .hasMessage("jitter: 1.5 (expected: 0 to 1)");
  }
}
