package inkflow.operators.session;

import static org.assertj.core.api.Assertions.assertThat;

import inkflow.CameraFrame;
import inkflow.SettingsChanged;
import inkflow.diffusion.request.Picture;
import inkflow.operators.scheduling.SessionOptions;
import inkflow.operators.session.TestingRenderEngine.Rendering;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionCameraTest {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 60;
  private final TestingRenderEngine engine = new TestingRenderEngine();
  private final Events pen = new Events("s", "pen");
  private SessionHarness harness;
  private long frameNumber;

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
    harness.send(grey(200));
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
    harness.send(grey(0));
    assertThat(corner(engine.next())).isBetween(190, 193);
  }

  @Test
  void unreadableCameraFrameIsDroppedAndTheCanvasStaysUsable() throws Exception {
    harness.send(pen.disc("sun"));
    finish(engine.next());
    harness.send(frame(new byte[] {1, 2, 3}));
    harness.runUntil(() -> harness.getTaskMailbox().hasMail());
    harness.runMails();
    finish(engine.next());
    assertThat(harness.frames().get(1).getCameraFrameNumber()).isNull();
  }

  @Test
  void framesThatAreAlikeAreSkipped() throws Exception {
    harness.send(pen.settings(SettingsChanged.newBuilder().setSimilarityThreshold(0.98)));
    harness.send(grey(100));
    finish(engine.next());
    harness.send(grey(101));
    assertThat(engine.isQuiet()).isTrue();
    harness.runMails();
    harness.send(grey(140));
    assertThat(corner(engine.next())).isEqualTo(140);
  }

  @Test
  void pipelineTakesAsManyAsItIsDeepAndLateFramesAreDropped() throws Exception {
    harness.send(grey(10));
    Rendering first = engine.next();
    harness.send(grey(50));
    Rendering second = engine.next();
    harness.send(grey(90));
    assertThat(engine.isQuiet()).isTrue();
    finish(second);
    assertThat(corner(engine.next())).isEqualTo(90);
    first.complete();
    harness.runUntil(() -> harness.getTaskMailbox().hasMail());
    harness.runMails();
    assertThat(harness.frames()).hasSize(1);
    assertThat(harness.frames().get(0).getCameraFrameNumber()).isEqualTo(2);
  }

  private void finish(Rendering rendering) throws Exception {
    int before = harness.frames().size();
    rendering.complete();
    harness.runUntil(() -> harness.frames().size() > before);
  }

  private static int corner(Rendering rendering) {
    Picture picture = rendering.request().scene().initial().orElseThrow();
    return picture.rgb()[0] & 0xff;
  }

  private CameraFrame grey(int level) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[WIDTH * HEIGHT];
    Arrays.fill(pixels, level << 16 | level << 8 | level);
    image.setRGB(0, 0, WIDTH, HEIGHT, pixels, 0, WIDTH);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return frame(bytes.toByteArray());
  }

  private CameraFrame frame(byte[] bytes) {
    frameNumber++;
    return new CameraFrame(
        "s", "cam", frameNumber, Instant.EPOCH, WIDTH, HEIGHT, "image/png", ByteBuffer.wrap(bytes));
  }
}
