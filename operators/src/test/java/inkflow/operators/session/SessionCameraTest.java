package inkflow.operators.session;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.SettingsChanged;
import inkflow.diffusion.request.Picture;
import inkflow.operators.CameraFrames;
import inkflow.operators.Events;
import inkflow.operators.TestingRenderEngine;
import inkflow.operators.TestingRenderEngine.Rendering;
import inkflow.operators.scheduling.SessionOptions;
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
