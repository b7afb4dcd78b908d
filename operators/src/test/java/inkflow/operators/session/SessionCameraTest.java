package inkflow.operators.session;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.CameraFrame;
import inkflow.GeneratedFrame;
import inkflow.SettingsChanged;
import inkflow.diffusion.request.Picture;
import inkflow.operators.CameraFrames;
import inkflow.operators.Events;
import inkflow.operators.TestingRenderEngine;
import inkflow.operators.TestingRenderEngine.Rendering;
import inkflow.operators.records.SourceEvent;
import inkflow.operators.scheduling.SessionOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionCameraTest {
  private final TestingRenderEngine engine = new TestingRenderEngine();
  private final Events pen = new Events("s", "pen");
  private final CameraFrames camera = new CameraFrames();
  private SessionHarness harness;

  @BeforeEach
  void start() throws Exception {
    harness =
        new SessionHarness(engine.provider(), SessionOptions.standard().withPipelineDepth(2))
            .started();
  }

  @AfterEach
  void stop() throws Exception {
    harness.close();
  }

  @Test
  void cameraAloneIsTheInitialPictureWhileNothingIsDrawn() throws Exception {
    harness.send(camera.grey(200));
    Rendering rendering = engine.next();
    assertThat(corner(rendering)).isEqualTo(200);
    finish(rendering);
    assertThat(harness.frames().get(0).getCameraFrameNumber()).isEqualTo(1);
  }

  @Test
  void cameraIsMixedWithWhatIsDrawnAsTheSessionSays() throws Exception {
    harness.send(pen.disc("sun"));
    finish(engine.next());
    harness.send(pen.settings(SettingsChanged.newBuilder().setCameraMix(0.25)));
    finish(engine.next());
    harness.send(camera.grey(0));
    assertThat(corner(engine.next())).isBetween(190, 193);
  }

  @Test
  void unreadableCameraFrameIsDroppedAndTheCanvasStaysUsable() throws Exception {
    harness.send(pen.disc("sun"));
    finish(engine.next());
    harness.send(camera.broken());
    harness.runMails();
    harness.runMails();
    finish(engine.next());
    assertThat(harness.frames().get(1).getCameraFrameNumber()).isNull();
  }

  @Test
  void framesThatAreAlikeAreSkipped() throws Exception {
    harness.send(pen.settings(SettingsChanged.newBuilder().setSimilarityThreshold(0.98)));
    harness.send(camera.grey(100));
    finish(engine.next());
    harness.send(camera.grey(101));
    assertThat(engine.asked()).isEmpty();
    harness.runMails();
    harness.send(camera.grey(140));
    assertThat(corner(engine.next())).isEqualTo(140);
  }

  @Test
  void pipelineTakesAsManyAsItIsDeepAndLateFramesAreDropped() throws Exception {
    harness.send(camera.grey(10));
    Rendering first = engine.next();
    harness.send(camera.grey(50));
    Rendering second = engine.next();
    harness.send(camera.grey(90));
    assertThat(engine.asked()).isEmpty();
    finish(second);
    assertThat(corner(engine.next())).isEqualTo(90);
    first.complete();
    harness.runMails();
    harness.runMails();
    assertThat(harness.frames()).hasSize(1);
    assertThat(harness.frames().get(0).getCameraFrameNumber()).isEqualTo(2);
  }

  @Test
  void aSilentCameraGoesAndWhatIsDrawnIsSeenAgain() throws Exception {
    harness.send(pen.disc("sun"));
    finish(engine.next());
    harness.send(pen.settings(SettingsChanged.newBuilder().setCameraMix(1.0)));
    finish(engine.next());
    harness.setProcessingTime(10_000);
    harness.send(camera.grey(0));
    finish(engine.next());
    harness.setProcessingTime(13_000);
    harness.send(camera.grey(10));
    finish(engine.next());

    harness.setProcessingTime(17_999);
    assertThat(harness.frames()).hasSize(4);
    harness.setProcessingTime(18_000);
    Rendering canvas = engine.next();
    assertThat(corner(canvas)).isEqualTo(255);
    finish(canvas);
    assertThat(last().getCameraFrameNumber()).isNull();

    harness.send(camera.grey(20));
    assertThat(corner(engine.next())).as("the camera is back").isEqualTo(20);
  }

  @Test
  void aRestoredCameraThatStaysSilentGoesToo() throws Exception {
    harness.setProcessingTime(10_000);
    harness.send(pen.disc("sun"));
    finish(engine.next());
    harness.send(camera.grey(0));
    finish(engine.next());
    OperatorSubtaskState state = harness.snapshot();
    harness.close();

    harness = new SessionHarness(engine.provider(), SessionOptions.standard());
    harness.setProcessingTime(20_000);
    harness.started(state);
    harness.setProcessingTime(25_000);
    assertThat(corner(engine.next())).isEqualTo(255);
  }

  @Test
  void onlyTheChosenCameraIsInThePictureAndAnybodyMayTurnItOff() throws Exception {
    harness.send(pen.disc("sun"));
    finish(engine.next());
    harness.send(chosen("cam"));
    finish(engine.next());
    harness.send(camera.grey(0));
    finish(engine.next());
    assertThat(last().getCameraFrameNumber()).isEqualTo(1);

    CameraFrame others = CameraFrame.newBuilder(camera.grey(90)).setSourceId("phone").build();
    harness.send(others);
    harness.runMails();
    assertThat(harness.frames()).as("another source's frames are not taken").hasSize(3);

    harness.send(chosen(""));
    Rendering canvas = engine.next();
    assertThat(corner(canvas)).as("nothing of the camera is left").isEqualTo(255);
    finish(canvas);
    harness.send(camera.grey(0));
    assertThat(last().getCameraFrameNumber()).isNull();

    harness.send(chosen("phone"));
    finish(engine.next());
    harness.send(others);
    finish(engine.next());
    assertThat(last().getCameraFrameNumber()).isEqualTo(2);
  }

  private SourceEvent chosen(String sourceId) {
    return pen.settings(SettingsChanged.newBuilder().setCamera(sourceId).setCameraMix(1.0));
  }

  private GeneratedFrame last() {
    return harness.frames().get(harness.frames().size() - 1);
  }

  private void finish(Rendering rendering) throws Exception {
    int before = harness.frames().size();
    rendering.complete();
    harness.runMails();
  }

  private static int corner(Rendering rendering) {
    Picture picture = rendering.request().scene().initial().orElseThrow();
    return picture.rgb()[0] & 0xff;
  }
}
