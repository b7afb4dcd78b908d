package inkflow.diffusion.engine;

import static inkflow.diffusion.engine.TestingEngine.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.engine.device.CallMemory;
import inkflow.diffusion.engine.device.DeviceOutOfMemoryException;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device with too little memory for what is asked. */
@Timeout(30)
class TooLargeCallsTest {
  private static final int LARGEST = 1024;
  private static final long PIXELS = (long) LARGEST * LARGEST;
  private final TestingDevice device = new TestingDevice();
  private DiffusionEngine engine;

  @AfterEach
  void close() {
    device.openGate();
    engine.close();
  }

  private CompletableFuture<RenderResult> render(Requests asked) {
    return engine.render(asked.request());
  }

  private static RenderResult done(CompletableFuture<RenderResult> future) {
    return future.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Eight sessions ask for the largest picture while the device is held. */
  private List<CompletableFuture<RenderResult>> eightOfTheLargest() {
    device.closeGate();
    CompletableFuture<RenderResult> holder = render(Requests.of("holder").prompt("held"));
    until(() -> !device.calls.isEmpty());
    List<CompletableFuture<RenderResult>> all = new ArrayList<>(List.of(holder));
    for (int i = 0; i < 8; i++) {
      Picture initial = new Picture(LARGEST, LARGEST, new byte[LARGEST * LARGEST * 3]);
      all.add(render(Requests.of("s" + i).size(LARGEST).steps(2).from(initial, 0.5)));
    }
    device.openGate();
    return all;
  }

  @Test
  void eightSessionsAtTheLargestSizeAllGetPicturesOneAfterAnother() {
    device.room = PIXELS;
    engine = TestingEngine.on(device);
    eightOfTheLargest().forEach(TooLargeCallsTest::done);
    assertThat(engine.failed()).isFalse();
    assertThat(engine.metrics().failed()).isZero();
    // 8 did not fit, nor 4, nor 2; from then on nobody tries more than one.
    assertThat(engine.metrics().tooLarge()).isBetween(1L, 7L);
    assertThat(device.predicted).extracting(List::size).containsOnly(1);
  }

  @Test
  void aDeviceThatSaysWhatItHasIsNeverAskedForMore() {
    device.room = 3 * PIXELS;
    device.memory = new CallMemory(3 * PIXELS * 10, 10, 10, 10);
    engine = TestingEngine.on(device);
    eightOfTheLargest().forEach(TooLargeCallsTest::done);
    assertThat(engine.metrics().tooLarge()).isZero();
    assertThat(device.sizes("predict")).contains(3).allMatch(size -> size <= 3);
    assertThat(device.sizes("encodeImage")).contains(3).allMatch(size -> size <= 3);
    assertThat(device.sizes("decode")).contains(3).allMatch(size -> size <= 3);
  }

  @Test
  void smallPicturesStillShareTheirCalls() {
    device.room = PIXELS;
    device.memory = new CallMemory(PIXELS, 1, 1, 1);
    engine = TestingEngine.on(device);
    device.closeGate();
    List<CompletableFuture<RenderResult>> all = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      all.add(render(Requests.of("s" + i)));
      until(() -> !device.calls.isEmpty());
    }
    device.openGate();
    all.forEach(TooLargeCallsTest::done);
    assertThat(device.sizes("predict")).contains(8);
  }

  @Test
  void whatDoesNotFitAloneIsRefusedByNameAndHarmsNobody() {
    device.room = PIXELS / 2;
    engine = TestingEngine.on(device);
    CompletableFuture<RenderResult> large = render(Requests.of("a").size(LARGEST));
    CompletableFuture<RenderResult> small = render(Requests.of("b"));
    assertThatThrownBy(() -> done(large))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("size: 1024x1024 (expected: a picture that fits the memory of cpu)")
        .hasCauseInstanceOf(DeviceOutOfMemoryException.class);
    done(small);
    done(render(Requests.of("a")));
    assertThat(engine.failed()).isFalse();
    assertThat(engine.metrics().failed()).isEqualTo(1);
  }

  @Test
  void aGuidedFramesRowsAreDoneOneByOneWhereTheyDoNotFitTogether() {
    engine = TestingEngine.on(device);
    RenderResult together = done(render(Requests.of("a").size(LARGEST).guidanceScale(2)));
    device.room = PIXELS;
    RenderResult apart = done(render(Requests.of("a").size(LARGEST).guidanceScale(2)));
    assertThat(apart.picture().rgb()).isEqualTo(together.picture().rgb());
    assertThat(device.predicted).extracting(List::size).contains(1, 2);
    assertThat(engine.metrics().failed()).isZero();
  }

  @Test
  void aMixThatDoesNotFitIsRefusedByName() {
    engine = TestingEngine.on(device);
    device.mixFailure = new DeviceOutOfMemoryException("CUDA out of memory", null);
    CompletableFuture<RenderResult> neon = render(Requests.of("a").lora("neon", 0.5));
    assertThatThrownBy(() -> done(neon))
        .cause()
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("loras: [lcm, neon] (expected: a mix that fits the memory of cpu)");
    done(render(Requests.of("a").lora("neon", 0.5)));
  }
}
