package inkflow.operators.session;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.GeneratedFrame;
import inkflow.operators.Events;
import inkflow.operators.TestingRenderEngine;
import inkflow.operators.TestingRenderEngine.Rendering;
import inkflow.operators.records.SourceEvent;
import inkflow.operators.scheduling.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class SessionRestoreTest {
  private final TestingRenderEngine engine = new TestingRenderEngine();
  private final Events pen = new Events("s", "pen");

  @Test
  void snapshotDoesNotWaitForARender() throws Exception {
    try (SessionHarness harness = started(OperatorSubtaskState.builder().build(), 1_000)) {
      harness.send(pen.disc("sun"));
      engine.next();
      assertThat(harness.snapshot().getManagedKeyedState()).isNotEmpty();
    }
  }

  @Test
  void restoredSessionRendersWhatWasInFlightWithoutAnyoneDrawing() throws Exception {
    OperatorSubtaskState state;
    SourceEvent last = null;
    try (SessionHarness harness = started(OperatorSubtaskState.builder().build(), 1_000)) {
      harness.send(pen.disc("sun"));
      engine.next();
      last = pen.moved("sun", 0.3);
      harness.send(last);
      state = harness.snapshot();
    }
    try (SessionHarness harness = started(state, 2_000)) {
      GeneratedFrame frame = finishNext(harness);
      assertThat(frame.getCanvasOffset()).isEqualTo(last.offset());
      assertThat(engine.asked()).isEmpty();
    }
  }

  @Test
  void restoredSessionThatOwesNothingIsQuietUntilSomeoneJoins() throws Exception {
    OperatorSubtaskState state;
    try (SessionHarness harness = started(OperatorSubtaskState.builder().build(), 1_000)) {
      harness.send(pen.disc("sun"));
      finishNext(harness);
      state = harness.snapshot();
    }
    try (SessionHarness harness = started(state, 2_000)) {
      assertThat(engine.asked()).isEmpty();
      harness.send(pen.join());
      finishNext(harness);
    }
  }

  @Test
  void framesAfterARestoreAreNumberedAboveThoseAfterTheCheckpoint() throws Exception {
    OperatorSubtaskState state;
    long lastSeen;
    try (SessionHarness harness = started(OperatorSubtaskState.builder().build(), 1_000)) {
      harness.send(pen.disc("sun"));
      finishNext(harness);
      state = harness.snapshot();
      for (int i = 1; i < 30; i++) {
        harness.send(pen.moved("sun", i / 100.0));
        finishNext(harness);
      }
      lastSeen = harness.frames().get(29).getFrameNumber();
    }
    try (SessionHarness harness = started(state, 1_100)) {
      harness.send(pen.moved("sun", 0.9));
      assertThat(finishNext(harness).getFrameNumber()).isGreaterThan(lastSeen);
    }
  }

  @Test
  void lateResultOfADeadAttemptIsDropped() throws Exception {
    OperatorSubtaskState state;
    Rendering late;
    SessionHarness dead = started(OperatorSubtaskState.builder().build(), 1_000);
    dead.send(pen.disc("sun"));
    late = engine.next();
    state = dead.snapshot();
    dead.close();
    try (SessionHarness harness = started(state, 2_000)) {
      late.complete();
      finishNext(harness);
      assertThat(harness.frames()).hasSize(1);
      assertThat(dead.frames()).isEmpty();
    }
  }

  @Test
  void rescaledSessionsAllRenderOnceAndWhereTheyBelong() throws Exception {
    OperatorSubtaskState state;
    Set<String> names = new java.util.TreeSet<>();
    try (SessionHarness harness = started(OperatorSubtaskState.builder().build(), 1_000)) {
      for (int i = 0; i < 20; i++) {
        names.add("s" + i);
        harness.send(new Events("s" + i, "pen").disc("sun"));
      }
      for (int i = 0; i < 20; i++) {
        engine.next();
      }
      state = harness.snapshot();
    }
    List<String> rendered = new ArrayList<>();
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState share =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, SessionHarness.MAX_PARALLELISM, 1, 2, subtask);
      try (SessionHarness harness =
          new SessionHarness(engine.provider(), SessionOptions.standard(), 2, subtask)) {
        harness.setProcessingTime(2_000);
        harness.started(share);
        List<String> here = new ArrayList<>();
        while (!engine.asked().isEmpty()) {
          here.add(engine.next().request().session());
        }
        assertThat(here).isNotEmpty();
        rendered.addAll(here);
      }
    }
    assertThat(rendered).hasSameSizeAs(names);
    assertThat(rendered.stream().collect(Collectors.toSet())).isEqualTo(names);
  }

  private SessionHarness started(OperatorSubtaskState state, long now) throws Exception {
    SessionHarness harness = new SessionHarness(engine.provider(), SessionOptions.standard());
    harness.setProcessingTime(now);
    return harness.started(state);
  }

  private GeneratedFrame finishNext(SessionHarness harness) throws Exception {
    int before = harness.frames().size();
    engine.next().complete();
    harness.runMails();
    return harness.frames().get(before);
  }
}
