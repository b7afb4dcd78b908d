package inkflow.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.gateway.health.PartHealth.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JobWatchTest {
  private long now;
  private final JobWatch job = new JobWatch(Duration.ofSeconds(10), () -> now);

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void aJobThatNobodyAskedIsNotKnown() {
    pass(1000);
    assertThat(job.health().state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void isIllWhenAJoinHasWaitedTooLongAndWellWhenItIsAnswered() {
    job.asked("sea", 5, true);
    pass(10);
    assertThat(job.health().isIll()).isFalse();
    pass(2);
    assertThat(job.health().isIll()).isTrue();
    assertThat(job.health().says()).isEqualTo("somebody who joined has had no answer for 12 s");
    job.answered("sea", 4);
    assertThat(job.health().isIll()).as("an answer to what was before").isTrue();
    job.answered("sea", 5);
    assertThat(job.health().state()).isEqualTo(State.OK);
  }

  @Test
  void anotherSessionsAnswerIsNone() {
    job.asked("sea", 5, true);
    pass(11);
    job.answered("lake", 9);
    assertThat(job.health().isIll()).isTrue();
  }

  @Test
  void anEventWithoutAPictureIsAskedAboutOnceAndIsNoIllness() {
    job.asked("sea", 5, false);
    pass(4);
    assertThat(job.toProbe()).isEmpty();
    pass(2);
    assertThat(job.toProbe()).containsExactly("sea");
    assertThat(job.toProbe()).isEmpty();
    pass(100);
    assertThat(job.health().isIll()).isFalse();
    assertThat(job.toProbe()).as("still no answer").containsExactly("sea");
  }

  @Test
  void theJoinThatAsksTellsWhetherTheJobIsThere() {
    job.asked("sea", 5, false);
    pass(6);
    assertThat(job.toProbe()).containsExactly("sea");
    job.asked("sea", 6, true);
    pass(11);
    assertThat(job.toProbe()).as("one asks already").isEmpty();
    assertThat(job.health().isIll()).isTrue();
    job.answered("sea", 6);
    assertThat(job.health().state()).isEqualTo(State.OK);
    assertThat(job.health().figures()).containsEntry("sessionsWaiting", 0L);
  }

  @Test
  void whoDrawsOnWhileTheJobAnswersIsNotAskedAbout() {
    for (int offset = 0; offset < 100; offset++) {
      job.asked("sea", offset, false);
      pass(1);
      job.answered("sea", offset - 2);
      assertThat(job.toProbe()).isEmpty();
    }
  }

  @Test
  void aSlowEngineIsNotAskedAboutAllTheTime() {
    int probes = 0;
    for (int second = 0; second < 180; second++) {
      job.asked("sea", second, false);
      pass(1);
      probes += job.toProbe().size();
      if (second % 20 == 0) {
        job.answered("sea", second);
      }
    }
    assertThat(probes).isEqualTo(3);
  }

  @Test
  void whoDrawsOnWithoutAnAnswerIsAskedAbout() {
    for (int offset = 0; offset < 6; offset++) {
      job.asked("sea", offset, false);
      pass(1);
    }
    assertThat(job.toProbe()).containsExactly("sea");
  }
}
