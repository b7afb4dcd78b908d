package inkflow.diffusion.engine;

import static inkflow.diffusion.engine.TestingEngine.until;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.EngineFailedException;
import inkflow.diffusion.QueueFullException;
import inkflow.diffusion.engine.device.DeviceLostException;
import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings(
    "FutureReturnValueIgnored") // Some requests are there only to keep the device busy.
class DiffusionEngineTest {
  private final TestingDevice device = new TestingDevice();
  private DiffusionEngine engine = TestingEngine.on(device);

  @AfterEach
  void close() {
    device.openGate();
    device.mixGate.release(Integer.MAX_VALUE / 4);
    engine.close();
  }

  private void restart(int queueCapacity, int maxBatchRows) {
    engine.close();
    engine = TestingEngine.on(device, queueCapacity, maxBatchRows);
  }

  private CompletableFuture<RenderResult> render(Requests asked) {
    return engine.render(asked.request());
  }

  private static RenderResult done(CompletableFuture<RenderResult> future) {
    return future.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static AbstractThrowableAssert<?, ?> failureOf(CompletableFuture<?> future) {
    until(future::isDone);
    assertThat(future).isCompletedExceptionally();
    return assertThat(future.handle((result, error) -> error).join());
  }

  /** Holds the device at its first call while more requests come in. */
  private CompletableFuture<RenderResult> holdDevice() {
    int before = device.calls.size();
    device.closeGate();
    CompletableFuture<RenderResult> holder = render(Requests.of("holder").prompt("held"));
    until(() -> device.calls.size() > before);
    return holder;
  }

  @Test
  void drawsTextToImage() {
    RenderResult result = done(render(Requests.of("a")));
    assertThat(result.picture().width()).isEqualTo(64);
    assertThat(device.calls)
        .extracting(TestingDevice.Call::what)
        .containsExactly("encodeText", "predict", "predict", "predict", "predict", "decode");
    assertThat(result.batchRows()).isEqualTo(1);
  }

  @Test
  void aPromptWithoutEndIsRefusedAtOnceAndAlone() {
    CompletableFuture<RenderResult> other = render(Requests.of("b"));
    failureOf(render(Requests.of("a").prompt("sun BREAK ".repeat(11))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage(
            "prompt: 12 times what the text encoder takes at once (expected: at most 10 times)");
    assertThat(done(other).picture().width()).isEqualTo(64);
  }

  @Test
  void startsFromAPictureOfAnySize() {
    Picture half = new Picture(32, 16, new byte[32 * 16 * 3]);
    assertThat(done(render(Requests.of("a").from(half, 0.5))).picture().width()).isEqualTo(64);
    assertThat(device.sizes("encodeImage")).containsExactly(1);
  }

  @Test
  void strengthOneIgnoresTheInitialPicture() {
    done(render(Requests.of("a").from(new Picture(8, 8, new byte[192]), 1)));
    assertThat(device.sizes("encodeImage")).isEmpty();
  }

  @Test
  void worksOnItsOwnThread() {
    List<Thread> completedOn = new ArrayList<>();
    CompletableFuture<RenderResult> holder = holdDevice();
    CompletableFuture<Void> seen = holder.thenAccept(r -> completedOn.add(Thread.currentThread()));
    device.openGate();
    seen.join();
    assertThat(device.calls).extracting(TestingDevice.Call::thread).containsOnly("engine-cpu");
    assertThat(completedOn).extracting(Thread::getName).containsExactly("engine-cpu");
    assertThat(completedOn.get(0).getContextClassLoader())
        .isSameAs(DiffusionEngine.class.getClassLoader());
  }

  @Test
  void sessionsShareTheirSteps() {
    holdDevice();
    List<CompletableFuture<RenderResult>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(render(Requests.of("s" + i).prompt("p" + i)));
    }
    device.openGate();
    all.forEach(DiffusionEngineTest::done);
    assertThat(device.sizes("encodeText")).containsExactly(1, 6);
    assertThat(device.sizes("predict")).contains(7);
    assertThat(done(all.get(0)).batchRows()).isGreaterThan(5);
  }

  @Test
  void framesJoinAndLeaveBetweenSteps() {
    holdDevice();
    CompletableFuture<RenderResult> longer = render(Requests.of("long").steps(8));
    CompletableFuture<RenderResult> shorter = render(Requests.of("short").steps(2));
    device.openGate();
    assertThat(done(shorter).renderedAt()).isBeforeOrEqualTo(done(longer).renderedAt());
    // The short request's two steps shared calls with the long one, which needed no more than its
    // eight.
    assertThat(device.sizes("predict").stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(8 + 2 + 4);
  }

  @Test
  void theSameRequestGivesTheSamePictureInAnyCompany() {
    RenderResult alone = done(render(Requests.of("me").seed(3)));
    holdDevice();
    CompletableFuture<RenderResult> mine = render(Requests.of("me").seed(3));
    List<CompletableFuture<RenderResult>> others = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      others.add(
          render(
              Requests.of("other" + i)
                  .prompt("p" + i)
                  .steps(1 + i % 4)
                  .guidanceScale(1 + i % 2)
                  .lora("neon", i % 3)));
    }
    device.openGate();
    assertThat(done(mine).picture().rgb()).isEqualTo(alone.picture().rgb());
    others.forEach(DiffusionEngineTest::done);
  }

  @Test
  void onlyRowsOfOneMixAndSizeShareACall() {
    holdDevice();
    List<CompletableFuture<RenderResult>> all =
        List.of(
            render(Requests.of("plain")),
            render(Requests.of("neon").lora("neon", 0.8)),
            render(Requests.of("big").size(128)));
    device.openGate();
    all.forEach(DiffusionEngineTest::done);
    assertThat(all).extracting(f -> done(f).batchRows()).element(1).isEqualTo(1.0);
    assertThat(all).extracting(f -> done(f).batchRows()).element(2).isEqualTo(1.0);
  }

  @Test
  void aNewMixKeepsNobodyWaitingButThoseWhoAskForIt() {
    device.mixGate.drainPermits();
    CompletableFuture<RenderResult> neon = render(Requests.of("a").lora("neon", 0.5));
    done(render(Requests.of("b").steps(8)));
    assertThat(neon).isNotDone();
    assertThat(device.mixed).extracting(TestingDevice.Call::thread).contains("engine-mix-cpu");
    device.mixGate.release();
    done(neon);
  }

  @Test
  void whatNeedsNoMixIsDoneWhileItIsMade() {
    Picture picture = new Picture(64, 64, new byte[64 * 64 * 3]);
    done(render(Requests.of("b").from(picture, 0.5)));
    device.mixGate.drainPermits();
    CompletableFuture<RenderResult> neon =
        render(Requests.of("a").from(picture, 0.5).lora("neon", 0.5));
    until(() -> device.sizes("encodeImage").size() == 2);
    assertThat(neon).isNotDone();
    device.mixGate.release();
    done(neon);
  }

  @Test
  void theNextFrameAfterASwapHasItAndGoingBackGivesTheFirstPicture() {
    byte[] first = done(render(Requests.of("a").lora("neon", 0.5))).picture().rgb();
    byte[] other = done(render(Requests.of("a").lora("neon", 0.6))).picture().rgb();
    assertThat(other).isNotEqualTo(first);
    for (int i = 1; i < 20; i++) {
      done(render(Requests.of("a").lora("neon", 1 + i)));
    }
    assertThat(done(render(Requests.of("a").lora("neon", 0.5))).picture().rgb()).isEqualTo(first);
    assertThat(device.mixed).as("the usual one, 21, and the first again").hasSize(1 + 21 + 1);
  }

  @Test
  void aMixThatCannotBeMadeFailsThoseWhoAskForItAlone() {
    CompletableFuture<RenderResult> held = holdDevice();
    device.mixFailure = new IllegalStateException("no such tensor");
    failureOf(render(Requests.of("a").lora("neon", 0.5))).hasMessage("no such tensor");
    CompletableFuture<RenderResult> again = render(Requests.of("a").lora("neon", 0.5));
    device.openGate();
    done(again);
    done(held);
  }

  @Test
  void aDeviceLostWhileMixingFailsEverything() {
    CompletableFuture<RenderResult> held = holdDevice();
    device.mixFailure = new DeviceLostException("out of memory", null);
    failureOf(render(Requests.of("a").lora("neon", 0.5))).isInstanceOf(EngineFailedException.class);
    device.openGate();
    failureOf(held).isInstanceOf(EngineFailedException.class);
    until(() -> device.closed);
  }

  @Test
  void closingWhileAMixIsMadeEndsAllOfIt() {
    device.mixGate.drainPermits();
    CompletableFuture<RenderResult> neon = render(Requests.of("a").lora("neon", 0.5));
    Thread closer = new Thread(engine::close);
    closer.start();
    failureOf(neon).isInstanceOf(EngineClosedException.class);
    device.mixGate.release();
    until(() -> !closer.isAlive());
    assertThat(device.closed).isTrue();
    assertThat(device.openMixes).hasValue(0);
  }

  @Test
  void guidanceTakesTwoRows() {
    RenderResult result = done(render(Requests.of("a").guidanceScale(1.5)));
    assertThat(device.sizes("predict")).containsOnly(2);
    assertThat(device.sizes("encodeText")).containsExactly(2);
    assertThat(result.batchRows()).isEqualTo(2);
  }

  @Test
  void aKnownPromptIsNotEncodedAgain() {
    done(render(Requests.of("a")));
    assertThat(done(render(Requests.of("b"))).textMicros()).isZero();
    assertThat(device.sizes("encodeText")).hasSize(1);
  }

  @Test
  void aPromptIsEncodedOnceForEachMixOfLorasThatChangeText() {
    done(render(Requests.of("a")));
    done(render(Requests.of("a").lora("neon", 0.5)));
    assertThat(device.sizes("encodeText")).hasSize(1);
    byte[] words = done(render(Requests.of("a").lora("words", 0.5))).picture().rgb();
    done(render(Requests.of("b").lora("words", 0.6)));
    assertThat(device.sizes("encodeText")).hasSize(3);
    assertThat(done(render(Requests.of("b").lora("words", 0.5))).picture().rgb()).isEqualTo(words);
    assertThat(device.sizes("encodeText")).hasSize(3);
    assertThat(device.encodedUnder).extracting(mix -> mix.scales().size()).containsExactly(1, 2, 2);
  }

  @Test
  void aFloodingSessionDelaysOthersByOneRowATurn() {
    restart(1024, 2);
    holdDevice();
    List<String> finished = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(render(Requests.of("flood").prompt("held")).thenRun(() -> finished.add("flood")));
    }
    all.add(render(Requests.of("quiet").prompt("held")).thenRun(() -> finished.add("quiet")));
    device.openGate();
    all.forEach(future -> future.orTimeout(10, TimeUnit.SECONDS).join());
    // It needs six turns (text, four steps, decode), and the others get at most as many in between.
    assertThat(finished.indexOf("quiet")).isLessThanOrEqualTo(6);
  }

  @Test
  void cancellingWithdrawsAtTheNextStep() {
    CompletableFuture<RenderResult> held = holdDevice();
    CompletableFuture<RenderResult> waiting = render(Requests.of("a"));
    held.cancel(false);
    waiting.cancel(false);
    device.openGate();
    done(render(Requests.of("b").steps(1)));
    assertThat(device.sizes("predict")).containsExactly(1);
    assertThat(engine.metrics().waiting()).isZero();
  }

  @Test
  void aFullQueueAnswersAtOnce() {
    restart(1, 8);
    CompletableFuture<RenderResult> held = holdDevice();
    CompletableFuture<RenderResult> waiting = render(Requests.of("a"));
    failureOf(render(Requests.of("b"))).isInstanceOf(QueueFullException.class);
    device.openGate();
    done(held);
    done(waiting);
  }

  @Test
  void closingFailsWhatWaitsAndFreesTheDevice() {
    CompletableFuture<RenderResult> held = holdDevice();
    CompletableFuture<RenderResult> waiting = render(Requests.of("a"));
    Thread closer = new Thread(engine::close);
    closer.start();
    failureOf(waiting).isInstanceOf(EngineClosedException.class);
    device.openGate();
    failureOf(held).isInstanceOf(EngineClosedException.class);
    until(() -> !closer.isAlive());
    assertThat(device.closed).isTrue();
    failureOf(render(Requests.of("b"))).isInstanceOf(EngineClosedException.class);
  }

  @Test
  void mayBeClosedByACallbackOnItsOwnThread() {
    CompletableFuture<RenderResult> held = holdDevice();
    CompletableFuture<Void> closed = held.thenAccept(result -> engine.close());
    device.openGate();
    closed.orTimeout(10, TimeUnit.SECONDS).join();
    until(() -> device.closed);
  }

  @Test
  void aFailedTurnFailsItsBatchAndNoOther() {
    CompletableFuture<RenderResult> doomed = holdDevice();
    CompletableFuture<RenderResult> fine = render(Requests.of("a"));
    device.failure = new IllegalStateException("bad shape");
    device.openGate();
    failureOf(doomed).isInstanceOf(IllegalStateException.class).hasMessage("bad shape");
    done(fine);
    assertThat(engine.metrics().failed()).isEqualTo(1);
  }

  @Test
  void aLostDeviceFailsEverythingLoudly() {
    CompletableFuture<RenderResult> held = holdDevice();
    CompletableFuture<RenderResult> waiting = render(Requests.of("a"));
    device.fatal = new OutOfMemoryError("device");
    device.openGate();
    failureOf(held).isInstanceOf(EngineFailedException.class).hasMessageContaining("device");
    failureOf(waiting).isInstanceOf(EngineFailedException.class);
    failureOf(render(Requests.of("b"))).isInstanceOf(EngineFailedException.class);
    until(() -> device.closed);
  }

  @Test
  void aFaultBetweenTwoCallsFailsEverythingAndEndsTheEngine() {
    for (int i = 1; i <= 5; i++) {
      done(render(Requests.of("a").lora("neon", i))); // More than the cache holds.
    }
    holdDevice();
    device.freeFailure = new IllegalStateException("freed twice");
    List<CompletableFuture<RenderResult>> waiting = new ArrayList<>();
    for (int i = 6; i <= 9; i++) {
      waiting.add(render(Requests.of("b").lora("neon", i)));
    }
    device.openGate();
    failureOf(waiting.get(3))
        .isInstanceOf(EngineFailedException.class)
        .hasMessageContaining("freed twice");
    assertThat(waiting).allMatch(CompletableFuture::isDone);
    failureOf(render(Requests.of("b"))).isInstanceOf(EngineFailedException.class);
    assertThat(engine.failed()).isTrue();
    until(() -> device.closed);
    assertThat(device.openMixes).hasValue(0);
  }

  @Test
  void anUnknownLoraIsRefusedWithWhatThereIs() {
    failureOf(render(Requests.of("a").lora("watercolour", 1)))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("loras: watercolour (expected: one of lcm, neon, words)");
  }

  @Test
  void timesAddUpToTheWholeWay() {
    long began = System.nanoTime();
    RenderResult result = done(render(Requests.of("a")));
    long wall = (System.nanoTime() - began) / 1000;
    long told =
        result.queueMicros()
            + result.textMicros()
            + result.encodeMicros()
            + result.denoiseMicros()
            + result.decodeMicros();
    assertThat(told).isBetween(0L, wall);
    assertThat(result.startedAt()).isBeforeOrEqualTo(result.renderedAt());
  }

  @Test
  void tellsWhatItDoes() {
    holdDevice();
    CompletableFuture<RenderResult> a = render(Requests.of("a"));
    CompletableFuture<RenderResult> b = render(Requests.of("b"));
    assertThat(engine.metrics().waiting()).isEqualTo(2);
    assertThat(engine.metrics().oldestWait()).isPositive();
    device.openGate();
    done(a);
    done(b);
    assertThat(engine.metrics().waiting()).isZero();
    assertThat(engine.metrics().oldestWait()).isZero();
    assertThat(engine.metrics().rowsPerBatch()).isGreaterThan(1);
    assertThat(engine.metrics().busyShare()).isBetween(0.0, 1.0);
    assertThat(engine.metrics().rendered()).isGreaterThanOrEqualTo(2);
  }
}
