package inkflow.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.workers.WorkerState;
import inkflow.workers.WorkerStatus;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AppendSignsTest {
  private static final WorkerStatus WORKING =
      new WorkerStatus("log", WorkerState.WORKING, 0, Optional.empty());
  private long now;
  private final AppendSigns signs = new AppendSigns(() -> now);

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void isIllWhenNoWriteIsAnsweredForSomeSeconds() {
    signs.asked(100);
    pass(3);
    signs.asked(100);
    assertThat(signs.health(WORKING).isIll()).isFalse();
    pass(2);
    assertThat(signs.health(WORKING).says()).isEqualTo("no answer to a write for 5 s");
    signs.answered(100, null);
    assertThat(signs.health(WORKING).isIll()).isFalse();
    pass(5);
    assertThat(signs.health(WORKING).isIll()).as("the other still waits").isTrue();
    signs.answered(100, null);
    assertThat(signs.health(WORKING).figures()).containsEntry("waitingBytes", 0L);
  }

  @Test
  void aFailureThatNobodyTriedToRepeatIsForgotten() {
    signs.asked(100);
    signs.answered(100, new IllegalStateException("no broker"));
    assertThat(signs.health(WORKING).says()).isEqualTo("the last write failed");
    pass(41);
    assertThat(signs.health(WORKING).isIll()).isFalse();
    assertThat(signs.health(WORKING).lastFailure()).isPresent();
  }

  @Test
  void aWorkerThatIsPausedIsIll() {
    WorkerStatus paused = new WorkerStatus("log", WorkerState.PAUSED, 3, Optional.empty());
    assertThat(signs.health(paused).isIll()).isTrue();
    assertThat(signs.health(paused).figures()).containsEntry("restarts", 3L);
  }
}
