package inkflow.operators.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.GeneratedFrame;
import inkflow.SettingsChanged;
import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.EngineFailedException;
import inkflow.diffusion.QueueFullException;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.operators.CameraFrames;
import inkflow.operators.Events;
import inkflow.operators.Refusal;
import inkflow.operators.SessionLimits;
import inkflow.operators.TestingRenderEngine.Rendering;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class RenderSchedulerTest {
  private final TestingHost host = new TestingHost(SessionOptions.standard().withPipelineDepth(2));
  private final RenderScheduler scheduler = host.scheduler;
  private final Events pen = new Events("s", "pen");
  private final CameraFrames camera = new CameraFrames();

  @Test
  void whatChangesWhileARenderIsInFlightIsRenderedOnceAndAsItIsThen() {
    host.draw(pen.disc("sun"));
    for (int i = 1; i <= 60; i++) {
      host.draw(pen.moved("sun", i / 100.0));
    }
    assertThat(host.engine.asked()).hasSize(1);
    assertThat(scheduler.inFlight()).isEqualTo(1);
    host.finishNext();
    host.finishNext();
    assertThat(host.frames)
        .extracting(frame -> frame.getClientSeqs().get("pen"))
        .containsExactly(1L, 61L);
    assertThat(host.engine.asked()).isEmpty();
    assertThat(host.metrics.conflated).isEqualTo(59);
    assertThat(scheduler.inFlight()).isZero();
  }

  @Test
  void aSessionOwesUntilItsNewestLookIsEmitted() {
    assertThat(scheduler.isIdle()).isTrue();
    host.draw(pen.disc("sun"));
    host.draw(pen.moved("sun", 0.1));
    host.finishNext();
    assertThat(host.state("s").owed()).isTrue();
    assertThat(scheduler.isIdle()).isFalse();
    host.finishNext();
    assertThat(host.state("s").owed()).isFalse();
    assertThat(scheduler.isIdle()).isTrue();
  }

  @Test
  void aSessionIsShownFromItsFirstSubmissionOn() {
    assertThat(scheduler.isShown("s")).isFalse();
    host.draw(pen.disc("sun"));
    assertThat(scheduler.isShown("s")).isTrue();
    host.finishNext();
    assertThat(scheduler.isShown("s")).isTrue();
    scheduler.forget("s");
    assertThat(scheduler.isShown("s")).isFalse();
  }

  @Test
  void aFailedFirstRenderShowsNothing() {
    host.draw(pen.disc("sun"));
    host.failNext(new IllegalStateException("NaN"));
    assertThat(scheduler.isShown("s")).isFalse();
  }

  @Test
  void framesAreNumberedFromTheClockAndThenByOne() {
    host.draw(pen.disc("sun"));
    host.finishNext();
    host.pass(Duration.ofSeconds(1));
    host.draw(pen.moved("sun", 0.1));
    host.finishNext();
    long first = TestingHost.START.toEpochMilli() * 1000;
    assertThat(host.frames)
        .extracting(GeneratedFrame::getFrameNumber)
        .containsExactly(first, first + 1);
    assertThat(host.state("s").frameNumber()).isEqualTo(first + 1);
  }

  @Test
  void aSessionThatWasNumberedAheadOfTheClockGoesOnFromThere() {
    long ahead = TestingHost.START.toEpochMilli() * 1000 + 5;
    host.store("s", host.state("s").numbered(ahead));
    host.draw(pen.disc("sun"));
    host.finishNext();
    assertThat(host.frames.get(0).getFrameNumber()).isEqualTo(ahead + 1);
  }

  @Test
  void ageIsCountedFromTheLastEventInThePicture() {
    host.draw(pen.disc("sun"));
    host.pass(Duration.ofMillis(30));
    host.draw(pen.moved("sun", 0.1));
    host.pass(Duration.ofMillis(12));
    host.finishNext();
    host.finishNext();
    assertThat(host.metrics.ages).containsExactly(Duration.ofMillis(42), Duration.ofMillis(12));
  }

  @Test
  void maxFpsSpacesSubmissions() {
    host.set(pen, SettingsChanged.newBuilder().setMaxFps(10.0).setPrompt("a"));
    host.finishNext();
    host.pass(Duration.ofMillis(40));
    host.draw(pen.prompt("b"));
    host.draw(pen.prompt("c"));
    assertThat(host.timers).hasSize(1);
    host.pass(Duration.ofMillis(59));
    assertThat(host.engine.asked()).isEmpty();
    host.pass(Duration.ofMillis(1));
    host.finishNext();
    assertThat(host.frames).extracting(GeneratedFrame::getPrompt).containsExactly("a", "c");
    assertThat(host.timers).isEmpty();
  }

  @Test
  void aTimerOfAForgottenSessionDoesNothing() {
    host.set(pen, SettingsChanged.newBuilder().setMaxFps(10.0).setPrompt("a"));
    host.finishNext();
    host.draw(pen.prompt("b"));
    scheduler.forget("s");
    host.pass(Duration.ofSeconds(1));
    assertThat(host.engine.asked()).isEmpty();
  }

  @Test
  void aFullEngineIsAskedAgainWithTheNewestLook() {
    host.draw(pen.disc("sun"));
    host.failNext(new QueueFullException(1));
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.QUEUE_FULL, 1));
    host.draw(pen.moved("sun", 0.1));
    host.pass(Duration.ofMillis(19));
    assertThat(host.engine.asked()).isEmpty();
    assertThat(host.state("s").owed()).isTrue();
    host.pass(Duration.ofMillis(1));
    host.finishNext();
    assertThat(host.frames.get(0).getClientSeqs()).containsEntry("pen", 2L);
    assertThat(host.notices).isEmpty();
  }

  @Test
  void whatTheModelCannotDoIsToldAndNotTriedAgain() {
    host.draw(pen.disc("sun"));
    host.failNext(new InvalidRequestException("width", 64, "a multiple of 128"));
    assertThat(host.notices)
        .containsExactly(
            new Refusal("render.width", "render.width: 64 (expected: a multiple of 128)"));
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.REFUSED, 1));
    assertThat(host.engine.asked()).isEmpty();
    assertThat(host.state("s").owed()).isFalse();
  }

  @Test
  void aFailedTurnIsToldAndTheSessionStaysUsable() {
    host.draw(pen.disc("sun"));
    host.failNext(new IllegalStateException("NaN in the latent"));
    assertThat(host.notices)
        .containsExactly(
            new Refusal(
                "render.failed", "render: java.lang.IllegalStateException: NaN in the latent"));
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.FAILED, 1));
    host.draw(pen.moved("sun", 0.1));
    host.finishNext();
    assertThat(host.frames).hasSize(1);
  }

  @Test
  void aCancelledRenderIsNobodysFailure() {
    host.draw(pen.disc("sun"));
    host.failNext(new CancellationException());
    assertThat(host.notices).isEmpty();
    assertThat(host.metrics.dropped).isEmpty();
  }

  @Test
  void anEngineThatCannotGoOnFailsTheJob() {
    for (Throwable end :
        new Throwable[] {
          new EngineFailedException(new IllegalStateException("lost")),
          new EngineClosedException(),
          new OutOfMemoryError("heap")
        }) {
      TestingHost other = new TestingHost(SessionOptions.standard());
      other.draw(new Events("s", "pen").disc("sun"));
      assertThatThrownBy(() -> other.failNext(end))
          .hasMessage("the engine can't go on")
          .hasCause(end);
    }
  }

  @Test
  void aCameraHasAPipelineAndDrawingAloneHasNone() {
    host.film(camera.grey(10));
    host.film(camera.grey(50));
    host.film(camera.grey(90));
    assertThat(host.engine.asked()).hasSize(2);
    assertThat(scheduler.inFlight()).isEqualTo(2);
  }

  @Test
  void aFrameThatComesAfterALaterOneIsDropped() {
    host.film(camera.grey(10));
    host.film(camera.grey(50));
    Rendering first = host.engine.next();
    host.finishNext();
    host.finish(first);
    assertThat(host.frames).extracting(GeneratedFrame::getCameraFrameNumber).containsExactly(2L);
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.LATE, 1));
  }

  @Test
  void whatTheCameraShowedBeforeIsNotDrawnAgainUnlessSomebodyDrew() {
    host.set(pen, SettingsChanged.newBuilder().setSimilarityThreshold(0.98));
    host.finishNext();
    host.film(camera.grey(100));
    host.finishNext();
    host.film(camera.grey(101));
    assertThat(host.engine.asked()).isEmpty();
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.SIMILAR, 1));
    assertThat(host.state("s").owed()).isFalse();
    host.draw(pen.prompt("a boat"));
    assertThat(host.engine.asked()).hasSize(1);
  }

  @Test
  void aBrokenCameraFrameIsDroppedAndTheCanvasIsDrawnWithoutIt() {
    host.draw(pen.disc("sun"));
    host.finishNext();
    host.film(camera.broken());
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.CAMERA_UNREADABLE, 1));
    assertThat(host.state("s").camera()).isEmpty();
    host.finishNext();
    assertThat(host.frames.get(1).getCameraFrameNumber()).isNull();
  }

  @Test
  void aBrokenCameraFrameTakesNoNewerOneWithIt() {
    host.holdMails();
    host.film(camera.broken());
    host.film(camera.grey(90));
    host.runMails();
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.CAMERA_UNREADABLE, 1));
    host.finishNext();
    host.engine.asked().forEach(asked -> host.finishNext());
    assertThat(host.frames).extracting(GeneratedFrame::getCameraFrameNumber).contains(2L);
    assertThat(host.state("s").camera().orElseThrow().getFrameNumber()).isEqualTo(2);
  }

  @Test
  void aCameraFrameThatPromisesTooManyPixelsIsBroken() {
    host.film(camera.promising(24_000, 24_000));
    assertThat(host.metrics.dropped).isEqualTo(Map.of(DropReason.CAMERA_UNREADABLE, 1));
  }

  @Test
  void thousandsOfQuietSessionsKeepWhatTheyMayTogetherAndEachIsDrawnAgainWhenItIsOpened() {
    int sessions = 10_000;
    long most = 4 << 20;
    SessionLimits limits =
        new SessionLimits(
            500, 50, 1024, 1, sessions, most, Duration.ofSeconds(5), Duration.ofDays(1));
    SessionOptions standard = SessionOptions.standard();
    TestingHost crowd =
        new TestingHost(
            new SessionOptions(
                standard.defaults(),
                limits,
                standard.canvas(),
                standard.format(),
                1,
                2,
                standard.retryDelay()));
    crowd.engine.beQuick();
    for (int i = 0; i < sessions; i++) {
      crowd.draw(new Events("s" + i, "pen").disc("sun"));
      assertThat(crowd.scheduler.drawingBytes()).isLessThanOrEqualTo(most);
    }
    assertThat(crowd.frames).hasSize(sessions);
    assertThat(crowd.scheduler.drawingBytes()).as("used, not only bounded").isGreaterThan(most / 2);
    Picture first = crowd.engine.lastAsked().scene().initial().orElseThrow();
    for (int i = 0; i < sessions; i += 97) {
      crowd.scheduler.changed("s" + i);
      crowd.runMails();
      Picture again = crowd.engine.lastAsked().scene().initial().orElseThrow();
      assertThat(again.rgb()).as("session %d", i).isEqualTo(first.rgb());
      assertThat(crowd.frames.get(crowd.frames.size() - 1).getSessionId()).isEqualTo("s" + i);
    }
    assertThat(crowd.scheduler.drawingBytes()).isLessThanOrEqualTo(most);
    for (int i = 0; i < sessions; i++) {
      crowd.scheduler.forget("s" + i);
    }
    assertThat(crowd.scheduler.drawingBytes()).isZero();
  }

  @Test
  void aPictureIsKeptForFeedbackOnlyWhereThereIsAny() {
    host.set(pen, SettingsChanged.newBuilder().setFeedback(0.0).setStrength(0.5));
    host.draw(pen.disc("sun"));
    finishAll();
    long raster = scheduler.drawingBytes();
    host.set(pen, SettingsChanged.newBuilder().setFeedback(0.5));
    finishAll();
    assertThat(scheduler.drawingBytes()).isEqualTo(raster + 64 * 64 * 3);
    host.draw(pen.moved("sun", 0.1));
    Picture seen = host.engine.asked().get(0).scene().initial().orElseThrow();
    assertThat(seen.rgb()[0] & 0xff).as("half of it black, as the engine draws").isEqualTo(128);
  }

  @Test
  void whatTheCameraShowedIsKeptOnlyWhereItIsCompared() {
    host.film(camera.grey(100));
    finishAll();
    assertThat(scheduler.drawingBytes()).isZero();
    host.set(pen, SettingsChanged.newBuilder().setSimilarityThreshold(0.98));
    finishAll();
    assertThat(scheduler.drawingBytes()).isEqualTo(64 * 64 * 3);
  }

  private void finishAll() {
    while (!host.engine.asked().isEmpty()) {
      host.finishNext();
    }
  }

  @Test
  void closingWithdrawsEverything() {
    host.draw(pen.disc("sun"));
    host.draw(new Events("t", "pen").disc("sun"));
    Rendering first = host.engine.next();
    Rendering second = host.engine.next();
    scheduler.close();
    assertThat(first.future()).isCancelled();
    assertThat(second.future()).isCancelled();
    assertThat(scheduler.inFlight()).isZero();
    assertThat(scheduler.isIdle()).isTrue();
  }

  @Test
  void forgettingWithdrawsASessionAlone() {
    host.draw(pen.disc("sun"));
    host.draw(new Events("t", "pen").disc("sun"));
    Rendering forgotten = host.engine.next();
    scheduler.forget("s");
    assertThat(forgotten.future()).isCancelled();
    assertThat(scheduler.inFlight()).isEqualTo(1);
    host.finishNext();
    assertThat(host.frames).extracting(GeneratedFrame::getSessionId).containsExactly("t");
  }

  @Test
  void anEmptyCanvasIsDrawnFromTextAlone() {
    host.draw(pen.prompt("a boat"));
    assertThat(host.engine.asked().get(0).scene().initial()).isEmpty();
    assertThat(host.engine.asked().get(0).sampling().strength()).isEqualTo(1);
  }
}
