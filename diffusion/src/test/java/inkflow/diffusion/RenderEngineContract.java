package inkflow.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.request.InvalidRequestException;
import inkflow.diffusion.request.Noise;
import inkflow.diffusion.request.Picture;
import inkflow.diffusion.request.RenderRequest;
import inkflow.diffusion.request.RenderResult;
import inkflow.diffusion.request.Sampling;
import inkflow.diffusion.request.Scene;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link RenderEngine} keeps to, the real ones and those of tests. */
@Timeout(60)
public abstract class RenderEngineContract {
  private RenderEngine engine;

  /** A new engine that renders whatever is asked. */
  protected abstract RenderEngine open();

  /** A request that this engine's model can't do; empty where it can do all. */
  protected Optional<RenderRequest> impossible() {
    return Optional.empty();
  }

  /** Makes renders take until {@link #goOn}; false for an engine that can't be held. */
  protected boolean hold() {
    return false;
  }

  /** Lets renders end. */
  protected void goOn() {}

  @BeforeEach
  void openEngine() {
    engine = open();
  }

  @AfterEach
  void closeEngine() {
    goOn();
    engine.close();
  }

  /** A request of the model's own size, without a picture to start from. */
  protected final RenderRequest request(String session) {
    int side = engine.model().nativeSize();
    return new RenderRequest(
        session,
        Scene.ofText("a boat", "", side, side),
        new Sampling(Noise.of(7), 2, 1, 1, List.of()));
  }

  private static RenderResult done(CompletableFuture<RenderResult> future) {
    return future.orTimeout(50, TimeUnit.SECONDS).join();
  }

  private static void assertFails(
      CompletableFuture<RenderResult> future, Class<? extends Throwable> cause) {
    assertThatThrownBy(() -> done(future))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(cause);
  }

  @Test
  void aRenderIsAPictureOfTheSizeAskedForAndTimesInOrder() {
    RenderResult result = done(engine.render(request("a")));
    int side = engine.model().nativeSize();
    assertThat(result.picture().width()).isEqualTo(side);
    assertThat(result.picture().height()).isEqualTo(side);
    assertThat(result.startedAt()).isBeforeOrEqualTo(result.renderedAt());
    assertThat(result.queueMicros()).isNotNegative();
    assertThat(result.batchRows()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void sameRequestSamePicture() {
    Picture first = done(engine.render(request("a"))).picture();
    assertThat(done(engine.render(request("b"))).picture().rgb()).isEqualTo(first.rgb());
  }

  @Test
  void renderDoesNotWaitForThePicture() {
    if (hold()) {
      CompletableFuture<RenderResult> future = engine.render(request("a"));
      assertThat(future).isNotDone();
      goOn();
      done(future);
    }
  }

  @Test
  void aCancelledRenderIsOverForItsOwnerAndHarmsNobody() {
    hold();
    CompletableFuture<RenderResult> cancelled = engine.render(request("a"));
    CompletableFuture<RenderResult> other = engine.render(request("b"));
    cancelled.cancel(false);
    goOn();
    done(other);
    assertThat(cancelled).isDone();
    done(engine.render(request("a")));
  }

  @Test
  void whatCheckRefusesRenderRefusesWithTheSameSentence() {
    engine.check(request("a"));
    impossible()
        .ifPresent(
            request -> {
              assertThatThrownBy(() -> engine.check(request))
                  .isInstanceOf(InvalidRequestException.class);
              CompletableFuture<RenderResult> refused = engine.render(request);
              assertFails(refused, InvalidRequestException.class);
              assertThatThrownBy(() -> engine.check(request))
                  .hasMessage(refused.handle((result, e) -> e).join().getMessage());
              done(engine.render(request("a")));
            });
  }

  @Test
  void closingFailsWhatWaitsAndAllThatIsAskedLater() {
    if (hold()) {
      CompletableFuture<RenderResult> waiting = engine.render(request("a"));
      CompletableFuture<Void> closed = CompletableFuture.runAsync(engine::close);
      while (!engine.render(request("b")).isCompletedExceptionally()) {
        Thread.onSpinWait();
      }
      goOn();
      assertFails(waiting, EngineClosedException.class);
      closed.orTimeout(50, TimeUnit.SECONDS).join();
    } else {
      engine.close();
    }
    assertFails(engine.render(request("a")), EngineClosedException.class);
  }

  @Test
  void closingTwiceIsClosingOnce() {
    engine.close();
    engine.close();
    assertFails(engine.render(request("a")), EngineClosedException.class);
  }

  @Test
  void itSaysWhatItHas() {
    assertThat(engine.model().name()).isNotBlank();
    assertThat(engine.model().nativeSize()).isPositive();
    assertThat(engine.model().nativeSize() % 8).isZero();
    assertThat(engine.model().loras()).doesNotHaveDuplicates();
    assertThat(engine.failed()).isFalse();
  }

  @Test
  void nothingWaitsOnceAllIsDone() {
    done(engine.render(request("a")));
    assertThat(engine.metrics().waiting()).isZero();
    assertThat(engine.metrics().oldestWait()).isZero();
    assertThat(engine.metrics().busyShare()).isBetween(0.0, 1.0);
  }
}
