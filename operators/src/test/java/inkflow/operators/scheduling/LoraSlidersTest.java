package inkflow.operators.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.GeneratedFrame;
import inkflow.LoraWeight;
import inkflow.SettingsChanged;
import inkflow.diffusion.request.LoraScale;
import inkflow.operators.Events;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoraSlidersTest {
  private static final Duration TICK = Duration.ofMillis(33);
  private static final Duration REST = Duration.ofMillis(LoraSliders.REST_MILLIS);
  private final TestingHost host = new TestingHost(SessionOptions.standard());
  private final Events pen = new Events("s", "pen");

  @Test
  void draggingInThirtyTicksIsDrawnThirtyTimesWithFewMixes() {
    drag(30, 1.0);
    assertThat(host.frames).hasSize(30);
    assertThat(host.frames.stream().map(GeneratedFrame::getLoras).collect(Collectors.toSet()))
        .hasSizeBetween(10, 12);
  }

  @Test
  void whereASliderRestsIsDrawnExactlyThoughNothingElseChanges() {
    drag(30, 0.873);
    assertThat(lastScale()).isEqualTo(0.9);
    assertThat(host.scheduler.isIdle()).isFalse();
    assertThat(host.state("s").owed()).isTrue();
    host.pass(REST.minus(TICK).minusMillis(1));
    assertThat(host.engine.asked()).isEmpty();
    host.pass(Duration.ofMillis(1));
    assertThat(host.engine.asked().get(0).sampling().loras())
        .containsExactly(new LoraScale("neon", 0.873));
    host.finishNext();
    assertThat(lastScale()).isEqualTo(0.873);
    assertThat(host.scheduler.isIdle()).isTrue();
    assertThat(host.state("s").owed()).isFalse();
    host.pass(Duration.ofSeconds(1));
    assertThat(host.engine.asked()).isEmpty();
    assertThat(host.timers).isEmpty();
  }

  @Test
  void aSlowEngineDrawsTheExactScaleAfterTheRoundedOne() {
    neon(0.11);
    neon(0.222);
    host.finishNext();
    host.pass(REST.multipliedBy(3));
    assertThat(host.engine.asked()).hasSize(1);
    host.finishNext();
    assertThat(lastScale()).isEqualTo(0.2);
    host.finishNext();
    assertThat(lastScale()).isEqualTo(0.222);
    assertThat(host.scheduler.isIdle()).isTrue();
  }

  @Test
  void singleChangesAreDrawnExactlyAtOnceAndOnce() {
    for (double scale : new double[] {0.123, 0.456, 0.789}) {
      neon(scale);
      host.finishNext();
      assertThat(lastScale()).isEqualTo(scale);
      host.pass(REST);
    }
    assertThat(host.frames).hasSize(3);
    assertThat(host.timers).isEmpty();
  }

  @Test
  void aStrokeAmongTheTicksIsDrawnAtOnce() {
    drag(5, 0.873);
    host.draw(pen.disc("sun"));
    host.finishNext();
    assertThat(host.frames.get(5).getClientSeqs()).containsEntry("pen", 6L);
    assertThat(lastScale()).isEqualTo(0.9);
  }

  @Test
  void aStrokeAfterTheLastTickDoesNotPutOffTheExactScale() {
    drag(5, 0.873);
    host.pass(REST.minus(TICK).minusMillis(10));
    host.draw(pen.disc("sun"));
    host.finishNext();
    host.pass(Duration.ofMillis(10));
    host.finishNext();
    assertThat(lastScale()).isEqualTo(0.873);
  }

  @Test
  void nothingElseIsRounded() {
    LoraWeight still = new LoraWeight("lcm", 0.737);
    for (double scale : new double[] {0.11, 0.222}) {
      host.set(
          pen,
          SettingsChanged.newBuilder()
              .setPrompt("a boat")
              .setGuidanceScale(1 + scale)
              .setLoras(List.of(still, new LoraWeight("neon", scale))));
      host.finishNext();
    }
    GeneratedFrame last = host.frames.get(1);
    assertThat(last.getLoras()).containsExactly(still, new LoraWeight("neon", 0.2));
    assertThat(last.getGuidanceScale()).isEqualTo(1.222);
  }

  @Test
  void aScaleThatLeavesTheListHasMovedToZero() {
    drag(5, 0.1);
    host.set(pen, SettingsChanged.newBuilder().setLoras(List.of()));
    host.finishNext();
    host.pass(TICK);
    neon(0.26);
    host.finishNext();
    assertThat(lastScale()).isEqualTo(0.3);
  }

  /** From 0 in equal ticks; each is drawn before the next. */
  private void drag(int ticks, double to) {
    for (int i = 1; i <= ticks; i++) {
      neon(to * i / ticks);
      host.finishNext();
      host.pass(TICK);
    }
  }

  private void neon(double scale) {
    host.set(
        pen,
        SettingsChanged.newBuilder()
            .setPrompt("a boat")
            .setLoras(List.of(new LoraWeight("neon", scale))));
  }

  private double lastScale() {
    return host.frames.get(host.frames.size() - 1).getLoras().get(0).getScale();
  }
}
