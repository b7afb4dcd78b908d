package inkflow.operators.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import inkflow.GeneratedFrame;
import inkflow.LoraWeight;
import inkflow.Notice;
import inkflow.SettingsChanged;
import inkflow.diffusion.EngineFailedException;
import inkflow.diffusion.ModelInfo;
import inkflow.diffusion.QueueFullException;
import inkflow.diffusion.request.ControlInput;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.LoraScale;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.operators.Events;
import inkflow.operators.SessionDefaults;
import inkflow.operators.TestingRenderEngine;
import inkflow.operators.TestingRenderEngine.Rendering;
import inkflow.operators.records.SourceEvent;
import inkflow.operators.scheduling.SessionOptions;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionOperatorTest {
  private final TestingRenderEngine engine = new TestingRenderEngine();
  private final Events pen = new Events("s", "pen");
  private SessionHarness harness;

  @BeforeEach
  void start() throws Exception {
    harness = new SessionHarness(engine.provider(), SessionOptions.standard()).started();
    harness.setProcessingTime(5_000);
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
  }

  @Test
  void frameSaysWhatItWasMadeFrom() throws Exception {
    harness.send(pen.prompt("the sun"));
    finishNext();
    SourceEvent disc = pen.disc("sun");
    harness.send(disc);
    finishNext();

    GeneratedFrame frame = harness.frames().get(1);
    assertThat(frame.getCanvasOffset()).isEqualTo(disc.offset());
    assertThat(frame.getClientSeqs()).containsEntry("pen", 2L);
    assertThat(frame.getPrompt()).isEqualTo("the sun");
    assertThat(frame.getWidth()).isEqualTo(64);
    assertThat(frame.getModel()).isEqualTo("testing");
    assertThat(frame.getContentType()).isEqualTo("image/jpeg");
    assertThat(frame.getFrameNumber()).isGreaterThan(harness.frames().get(0).getFrameNumber());
  }

  @Test
  void latestLookWinsWhileARenderIsInFlight() throws Exception {
    harness.send(pen.disc("sun"));
    Rendering first = engine.next();
    SourceEvent last = null;
    for (int i = 1; i <= 60; i++) {
      last = pen.moved("sun", i / 100.0);
      harness.send(last);
    }
    assertThat(engine.asked()).isEmpty();

    first.complete();
    harness.runMails();
    finishNext();

    assertThat(harness.frames()).hasSize(2);
    assertThat(harness.frames().get(1).getCanvasOffset()).isEqualTo(last.offset());
    assertThat(harness.frames().get(1).getClientSeqs()).containsEntry("pen", 61L);
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void unchangedCanvasGivesNoFrame() throws Exception {
    harness.send(pen.disc("sun"));
    finishNext();
    harness.send(pen.settings(SettingsChanged.newBuilder().setMaxFps(20.0)));
    harness.send(pen.settings(SettingsChanged.newBuilder().setStrength(0.6)));
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void emptySessionWaitsForAPromptOrAnObject() throws Exception {
    harness.send(pen.join());
    harness.send(pen.settings(SettingsChanged.newBuilder().setSteps(3)));
    assertThat(engine.asked()).isEmpty();

    harness.send(pen.prompt("a boat"));
    Rendering rendering = engine.next();
    assertThat(rendering.request().scene().initial()).isEmpty();
    assertThat(rendering.request().sampling().strength()).isEqualTo(1);
    assertThat(rendering.request().sampling().steps()).isEqualTo(3);
  }

  @Test
  void seedVariationDrawsAnewAndIsInTheFrame() throws Exception {
    harness.send(pen.settings(SettingsChanged.newBuilder().setPrompt("a boat").setSeed(5L)));
    Rendering own = engine.next();
    assertThat(own.request().sampling().noise()).isEqualTo(Noise.of(5));
    own.complete();
    harness.send(pen.settings(SettingsChanged.newBuilder().setSeedVariation(0.25)));
    harness.runMails();
    Rendering varied = engine.next();
    assertThat(varied.request().sampling().noise()).isEqualTo(new Noise(5, 0.25));
    varied.complete();
    harness.runMails();
    assertThat(harness.frames())
        .extracting(GeneratedFrame::getSeedVariation)
        .containsExactly(0.0, 0.25);
  }

  @Test
  void whatFollowsTheCanvasSeesItAtAnyStrength() throws Exception {
    harness.send(pen.settings(SettingsChanged.newBuilder().setStrength(1.0).setFollow(0.0)));
    harness.send(pen.disc("sun"));
    Rendering free = engine.next();
    assertThat(free.request().scene().controls()).isEmpty();
    free.complete();
    harness.send(pen.settings(SettingsChanged.newBuilder().setFollow(0.75)));
    harness.runMails();
    Rendering held = engine.next();
    Picture canvas = held.request().scene().initial().orElseThrow();
    assertThat(held.request().scene().controls())
        .containsExactly(new ControlInput(ModelInfo.SKETCH, canvas, 0.75));
    held.complete();
    harness.runMails();
    assertThat(harness.frames()).extracting(GeneratedFrame::getFollow).containsExactly(0.0, 0.75);
  }

  @Test
  void joinAnswersASnapshotAndNoSecondPicture() throws Exception {
    harness.send(pen.prompt("a boat"));
    finishNext();
    harness.send(new Events("s", "viewer").join());

    assertThat(harness.snapshots()).hasSize(1);
    assertThat(harness.snapshots().get(0).getSettings().getPrompt()).isEqualTo("a boat");
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void repeatedEventChangesNothing() throws Exception {
    SourceEvent disc = pen.disc("sun");
    harness.send(disc);
    finishNext();
    harness.send(new SourceEvent(disc.event(), 0, disc.offset() + 1, disc.timestamp()));
    assertThat(engine.asked()).isEmpty();
    assertThat(harness.notices()).isEmpty();
  }

  @Test
  void refusedEventIsToldToItsSenderAndHarmsNothing() throws Exception {
    harness.send(pen.removed("no such thing"));
    harness.send(pen.settings(SettingsChanged.newBuilder().setStrength(1.4)));
    harness.send(pen.settings(SettingsChanged.newBuilder().setModel("other")));

    assertThat(harness.notices()).extracting(Notice::getClientSeq).containsExactly(1L, 2L, 3L);
    assertThat(harness.notices().get(1).getMessage())
        .isEqualTo("strength: 1.4 (expected: > 0 and <= 1)");
    assertThat(harness.notices().get(2).getCode()).isEqualTo("settings.model");
    harness.send(pen.disc("sun"));
    finishNext();
  }

  @Test
  void refusedEventCountsAsDealtWith() throws Exception {
    harness.send(pen.disc("sun"));
    finishNext();
    SourceEvent refused = pen.removed("no such thing");
    harness.send(refused);
    harness.send(new SourceEvent(refused.event(), 0, refused.offset() + 1, 0));
    assertThat(harness.notices()).hasSize(1);
    assertThat(engine.asked()).isEmpty();

    harness.send(new Events("s", "other").moved("sun", 0.2));
    finishNext();
    assertThat(harness.frames().get(1).getClientSeqs()).containsEntry("pen", 2L);
  }

  @Test
  void aPromptThatTheEngineCannotTakeIsRefusedWhenItIsSet() throws Exception {
    harness.send(pen.prompt("a boat"));
    finishNext();
    harness.send(pen.prompt("p".repeat(4_000)));
    assertThat(harness.notices())
        .extracting(Notice::getCode, Notice::getMessage)
        .containsExactly(
            tuple("settings.prompt", "settings.prompt: 4000 characters (expected: at most 3000)"));
    harness.send(pen.disc("sun"));
    finishNext();
    assertThat(harness.frames().get(1).getPrompt()).isEqualTo("a boat");
  }

  @Test
  void defaultsThatNoSessionCanBeDrawnWithEndTheJob() throws Exception {
    SettingsChanged large = SettingsChanged.newBuilder().setWidth(2048).setHeight(2048).build();
    SessionOptions options =
        SessionOptions.standard().withDefaults(SessionDefaults.defaults().with(large));
    SessionHarness refused = new SessionHarness(engine.provider(), options);
    assertThatThrownBy(refused::started)
        .isInstanceOf(SuppressRestartsException.class)
        .hasRootCauseMessage("settings.size: 2048x2048 (expected: sides of at most 1024)");
    refused.close();
  }

  @Test
  void tooManyEventsASecondAreRefused() throws Exception {
    for (int i = 0; i < 1200; i++) {
      harness.send(pen.settings(SettingsChanged.newBuilder().setSeed((long) i)));
    }
    assertThat(harness.notices()).hasSizeBetween(95, 105);
    assertThat(harness.notices().get(0).getCode()).isEqualTo("events.per-second");
  }

  @Test
  void fullEngineIsAskedAgain() throws Exception {
    harness.send(pen.disc("sun"));
    engine.next().fail(new QueueFullException(1));
    harness.runMails();
    assertThat(engine.asked()).isEmpty();
    harness.setProcessingTime(5_020);
    finishNext();
    assertThat(harness.frames()).hasSize(1);
    assertThat(harness.notices()).isEmpty();
  }

  @Test
  void requestThatTheModelCannotDoIsToldToItsSender() throws Exception {
    harness.send(pen.disc("sun"));
    engine.next().fail(new InvalidRequestException("width", 64, "a multiple of 128"));
    harness.runMails();
    assertThat(harness.notices().get(0).getCode()).isEqualTo("render.width");
    assertThat(engine.asked()).isEmpty();
  }

  @Test
  void failedTurnLeavesTheSessionUsable() throws Exception {
    harness.send(pen.disc("sun"));
    engine.next().fail(new IllegalStateException("NaN in the latent"));
    harness.runMails();
    assertThat(harness.notices().get(0).getCode()).isEqualTo("render.failed");
    assertThat(engine.asked()).isEmpty();

    harness.send(pen.moved("sun", 0.1));
    finishNext();
  }

  @Test
  void brokenEngineFailsTheJob() throws Exception {
    harness.send(pen.disc("sun"));
    engine.next().fail(new EngineFailedException(new OutOfMemoryError("device")));
    assertThatThrownBy(harness::runMails).hasRootCauseInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void defaultLoraThatIsNotInTheListIsOff() throws Exception {
    harness.close();
    SessionDefaults defaults =
        SessionDefaults.defaults().withLoras(List.of(new LoraWeight("neon", 0.8)));
    SessionOptions options = SessionOptions.standard().withDefaults(defaults);
    harness = new SessionHarness(engine.provider(), options).started();
    harness.send(pen.prompt("a boat"));
    Rendering rendering = engine.next();
    assertThat(rendering.request().sampling().loras()).containsExactly(new LoraScale("neon", 0.8));
    rendering.complete();
    harness.send(pen.settings(SettingsChanged.newBuilder().setLoras(List.of())));
    harness.runMails();
    assertThat(engine.next().request().sampling().loras())
        .containsExactly(new LoraScale("neon", 0));
  }

  @Test
  void maxFpsSpacesSubmissions() throws Exception {
    harness.send(pen.settings(SettingsChanged.newBuilder().setMaxFps(10.0).setPrompt("a")));
    finishNext();
    harness.send(pen.prompt("b"));
    assertThat(engine.asked()).isEmpty();
    harness.setProcessingTime(5_100);
    finishNext();
    assertThat(harness.frames().get(1).getPrompt()).isEqualTo("b");
  }

  @Test
  void idleSessionIsForgotten() throws Exception {
    harness.send(pen.prompt("a boat"));
    finishNext();
    harness.setProcessingTime(Duration.ofDays(8).toMillis());
    harness.send(new Events("s", "viewer").join());
    assertThat(harness.snapshots().get(0).getSettings().getPrompt()).isNull();
  }

  @Test
  void inputEndsWhenAllThatIsOwedIsEmitted() throws Exception {
    harness.send(pen.disc("sun"));
    Rendering first = engine.next();
    harness.send(pen.moved("sun", 0.2));
    first.complete();
    engine.beQuick();
    harness.sessions().endInput(1);
    assertThat(harness.frames()).isEmpty();
    harness.sessions().endInput(2);
    assertThat(harness.frames()).hasSize(2);
  }

  @Test
  void closingWithdrawsWhatIsInFlight() throws Exception {
    harness.send(pen.disc("sun"));
    Rendering rendering = engine.next();
    harness.close();
    assertThat(rendering.future()).isCancelled();
    assertThat(engine.closes()).isEqualTo(1);
  }

  @Test
  void aRenderThatCannotBeWithdrawnKeepsNoEngine() throws Exception {
    IllegalStateException failure = new IllegalStateException("driver");
    engine.failToCancel(failure);
    harness.send(pen.disc("sun"));
    assertThatThrownBy(() -> harness.sessions().close()).isSameAs(failure);
    assertThat(engine.closes()).isEqualTo(1);
    engine.failToCancel(null);
  }

  private void finishNext() throws Exception {
    int before = harness.frames().size();
    engine.next().complete();
    harness.runMails();
  }
}
