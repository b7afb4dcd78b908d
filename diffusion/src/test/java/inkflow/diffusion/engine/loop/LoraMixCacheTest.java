package inkflow.diffusion.engine.loop;

import static inkflow.diffusion.engine.TestingEngine.until;
import static org.assertj.core.api.Assertions.assertThat;

import inkflow.diffusion.engine.device.LoraMix;
import inkflow.diffusion.engine.device.MixedWeights;
import inkflow.diffusion.request.LoraScale;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// In a thread of its own: join() can't be interrupted.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoraMixCacheTest {
  private static final LoraMix USUAL = LoraMix.NONE;

  private final List<Made> made = new CopyOnWriteArrayList<>();
  private final Semaphore gate = new Semaphore(1000);
  private final LoraMixCache mixes = new LoraMixCache(this::make, USUAL, 20, "mix-testing");

  /** Weights of ten bytes. */
  private static final class Made implements MixedWeights {
    final LoraMix mix;
    volatile boolean closed;

    Made(LoraMix mix) {
      this.mix = mix;
    }

    @Override
    public long bytes() {
      return 10;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private Made make(LoraMix mix) {
    gate.acquireUninterruptibly();
    Made weights = new Made(mix);
    made.add(weights);
    return weights;
  }

  private static LoraMix neon(double scale) {
    return new LoraMix(List.of(new LoraScale("neon", scale)));
  }

  /** Asks for a mix and waits for it. */
  private LoraMixCache.Hold hold(LoraMix mix) {
    LoraMixCache.Hold hold = mixes.hold(mix);
    assertThat(((Made) hold.weights().join()).mix).isEqualTo(mix);
    return hold;
  }

  @AfterEach
  void closingFreesAll() {
    gate.release(1000);
    mixes.close();
    assertThat(made).allMatch(weights -> weights.closed);
  }

  @Test
  void aMixIsMadeOnceAndStaysWhileThereIsRoom() {
    hold(neon(1)).close();
    hold(neon(2)).close();
    hold(neon(1)).close();
    assertThat(made).hasSize(2);
    assertThat(mixes.bytes()).isEqualTo(20);
  }

  @Test
  void theOneUnusedForLongestMakesRoom() {
    hold(neon(1)).close();
    hold(neon(2)).close();
    hold(neon(1)).close();
    hold(neon(3)).close();
    mixes.freeDropped();
    assertThat(made).extracting(weights -> weights.closed).containsExactly(false, true, false);
  }

  @Test
  void nothingIsFreedBeforeTheDeviceThreadSaysSo() {
    for (int i = 0; i < 5; i++) {
      hold(neon(i + 1)).close();
    }
    assertThat(made).noneMatch(weights -> weights.closed);
    mixes.freeDropped();
    assertThat(made).filteredOn(weights -> weights.closed).hasSize(3);
  }

  @Test
  void theResidentMixStaysAndTakesNoRoom() {
    hold(USUAL).close();
    for (int i = 0; i < 5; i++) {
      hold(neon(i + 1)).close();
    }
    mixes.freeDropped();
    assertThat(made.get(0).closed).isFalse();
    assertThat(mixes.bytes()).isEqualTo(20);
  }

  @Test
  void whatIsHeldStaysAndWhoNeedsRoomWaitsForIt() {
    LoraMixCache.Hold one = hold(neon(1));
    LoraMixCache.Hold two = hold(neon(2));
    LoraMixCache.Hold third = mixes.hold(neon(3));
    LoraMixCache.Hold behind = mixes.hold(neon(1));
    assertThat(third.weights()).isNotDone();
    assertThat(behind.weights()).as("or those before could hold it for ever").isNotDone();
    hold(USUAL).close();
    two.close();
    assertThat(third.weights()).isNotDone();
    one.close();
    third.weights().join();
    behind.weights().join();
  }

  @Test
  void whoWaitsForRoomIsNotOvertakenWhileAnotherIsMade() {
    LoraMixCache.Hold one = hold(neon(1));
    LoraMixCache.Hold two = hold(neon(2));
    gate.drainPermits();
    LoraMixCache.Hold usual = mixes.hold(USUAL);
    LoraMixCache.Hold third = mixes.hold(neon(3));
    LoraMixCache.Hold behind = mixes.hold(neon(1));
    assertThat(behind.weights()).isNotDone();
    gate.release(2);
    usual.weights().join();
    one.close();
    two.close();
    third.weights().join();
    behind.weights().join();
  }

  @Test
  void aMixBiggerThanTheRoomIsMadeWhenNobodyHoldsAnother() {
    try (LoraMixCache small = new LoraMixCache(this::make, USUAL, 0, "mix-testing")) {
      small.hold(neon(1)).weights().join();
      assertThat(small.hold(neon(2)).weights()).isNotDone();
    }
  }

  @Test
  void aMixBiggerThanTheRoomStaysUntilAnotherIsMade() {
    try (LoraMixCache small = new LoraMixCache(this::make, USUAL, 5, "mix-testing")) {
      for (int picture = 0; picture < 3; picture++) {
        try (LoraMixCache.Hold hold = small.hold(neon(1))) {
          hold.weights().join();
        }
      }
      assertThat(made).hasSize(1);
      small.hold(neon(2)).weights().join();
      small.freeDropped();
      assertThat(made).extracting(weights -> weights.closed).containsExactly(true, false);
    }
  }

  @Test
  void oneThatIsThereIsNotKeptWaitingByOneThatIsMade() {
    hold(neon(1)).close();
    gate.drainPermits();
    LoraMixCache.Hold slow = mixes.hold(neon(2));
    hold(neon(1)).close();
    assertThat(slow.weights()).isNotDone();
    gate.release();
    slow.weights().join();
  }

  @Test
  void whoGivesUpInLineIsForgotten() {
    gate.drainPermits();
    LoraMixCache.Hold first = mixes.hold(neon(1));
    mixes.hold(neon(2)).close();
    LoraMixCache.Hold third = mixes.hold(neon(3));
    gate.release(2);
    first.weights().join();
    third.weights().join();
    assertThat(made).extracting(weights -> weights.mix).containsExactly(neon(1), neon(3));
  }

  @Test
  void aMixThatFailedIsTriedAgainForTheNext() {
    int[] tries = {0};
    try (LoraMixCache failing =
        new LoraMixCache(
            mix -> {
              if (tries[0]++ == 0) {
                throw new IllegalStateException("broken");
              }
              return make(mix);
            },
            USUAL,
            20,
            "mix-testing")) {
      LoraMixCache.Hold first = failing.hold(neon(1));
      until(first.weights()::isCompletedExceptionally);
      failing.hold(neon(1)).weights().join();
    }
  }
}
