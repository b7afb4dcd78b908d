package inkflow.diffusion.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inkflow.diffusion.EngineClosedException;
import inkflow.diffusion.QueueFullException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// In a thread of its own: take() waits for entries and can't be interrupted.
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FairQueueTest {
  private record Ask(
      String session, long number, String kind, int rows, long cost, AtomicBoolean made)
      implements FairQueue.Entry {
    Ask(String session, long number, String kind, int rows) {
      this(session, number, kind, rows, 0, new AtomicBoolean(true));
    }

    @Override
    public boolean ready() {
      return made.get();
    }
  }

  private final FairQueue<Ask> queue = new FairQueue<>(1000);
  private long next;

  private Ask add(String session, String kind) {
    return add(session, kind, 1);
  }

  private Ask add(String session, String kind, int rows) {
    return add(session, kind, rows, true);
  }

  private Ask add(String session, String kind, int rows, boolean ready) {
    Ask ask = new Ask(session, next++, kind, rows, 0, new AtomicBoolean(ready));
    queue.add(ask);
    return ask;
  }

  private List<Ask> turn(int maxRows) {
    List<Ask> batch = queue.take(maxRows, Long.MAX_VALUE);
    queue.endTurn(List.of());
    return batch;
  }

  private Ask addCosting(long cost, String session) {
    Ask ask = new Ask(session, next++, "step", 1, cost, new AtomicBoolean(true));
    queue.add(ask);
    return ask;
  }

  private List<Ask> turnCosting(long maxCost) {
    List<Ask> batch = queue.take(100, maxCost);
    queue.endTurn(List.of());
    return batch;
  }

  @Test
  void entriesAreTakenUntilTheirCostIsReached() {
    Ask a = addCosting(40, "a");
    Ask b = addCosting(60, "b");
    Ask c = addCosting(1, "c");
    assertThat(turnCosting(100)).containsExactly(a, b);
    assertThat(turnCosting(100)).containsExactly(c);
  }

  @Test
  void whatCostsLessMayGoBeforeWhatDoesNotFitAnyMoreButThatIsNext() {
    Ask a = addCosting(50, "a");
    Ask large = addCosting(60, "b");
    Ask small = addCosting(50, "c");
    assertThat(turnCosting(100)).containsExactly(a, small);
    addCosting(10, "a");
    assertThat(turnCosting(100).get(0)).isSameAs(large);
  }

  @Test
  void aFirstEntryThatCostsMoreComesAlone() {
    Ask large = addCosting(Long.MAX_VALUE, "a");
    Ask small = addCosting(1, "b");
    assertThat(turnCosting(100)).containsExactly(large);
    assertThat(turnCosting(100)).containsExactly(small);
  }

  @Test
  void whatIsNotReadyKeepsItsPlaceAndHoldsNobodyUp() {
    Ask early = add("a", "step", 1, false);
    Ask later = add("b", "step");
    assertThat(turn(8)).containsExactly(later);
    Ask again = add("b", "decode");
    early.made().set(true);
    assertThat(turn(8)).containsExactly(early);
    assertThat(turn(8)).containsExactly(again);
  }

  @Test
  void aSessionWithSomethingUnreadyGoesToTheEndLikeAnyOther() {
    add("a", "step", 1, false);
    Ask a = add("a", "decode");
    Ask b = add("b", "encode");
    Ask a2 = add("a", "decode");
    assertThat(turn(1)).containsExactly(a);
    assertThat(turn(1)).containsExactly(b);
    assertThat(turn(1)).containsExactly(a2);
  }

  @Test
  void becomingReadyEndsTheWait() throws InterruptedException {
    Ask ask = add("a", "step", 1, false);
    List<Ask> taken = new CopyOnWriteArrayList<>();
    Thread taker = new Thread(() -> taken.addAll(turn(8)));
    taker.start();
    while (taker.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(taken).isEmpty();
    ask.made().set(true);
    queue.wake();
    taker.join();
    assertThat(taken).containsExactly(ask);
  }

  @Test
  void theSessionThatCameFirstSaysWhatTheTurnDoes() {
    Ask first = add("a", "decode");
    add("b", "step");
    Ask sameKind = add("c", "decode");
    assertThat(turn(8)).containsExactly(first, sameKind);
  }

  @Test
  void eachSessionAddsOneBeforeAnyAddsTwo() {
    Ask a1 = add("a", "step");
    Ask a2 = add("a", "step");
    add("a", "step");
    Ask b1 = add("b", "step");
    assertThat(turn(3)).containsExactly(a1, b1, a2);
  }

  @Test
  void aFloodOfOneSessionDelaysAnotherByOneEntryOnly() {
    for (int i = 0; i < 500; i++) {
      add("flood", "step");
    }
    List<Ask> onDevice = queue.take(1, Long.MAX_VALUE);
    Ask quiet = add("quiet", "step");
    queue.endTurn(List.of());
    assertThat(onDevice).extracting(Ask::session).containsExactly("flood");
    assertThat(turn(1)).containsExactly(quiet);
  }

  @Test
  void sessionsAlternateWhateverTheyAskFor() {
    for (int i = 0; i < 3; i++) {
      add("a", "step");
      add("b", "decode");
    }
    List<String> served = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      turn(8).forEach(ask -> served.add(ask.session()));
    }
    // All entries of one kind of a session go in one turn, because no other session has that kind.
    assertThat(served).containsExactly("a", "a", "a", "b", "b", "b");
  }

  @Test
  void aSessionWhoseOldestWasLeftOutKeepsItsPlace() {
    add("a", "step");
    Ask oldest = add("b", "decode");
    Ask riding = add("b", "step");
    add("c", "step");
    assertThat(turn(8)).contains(riding).doesNotContain(oldest);
    add("a", "step");
    assertThat(turn(8)).containsExactly(oldest);
  }

  @Test
  void returningFramesStandBehindSessionsThatCameMeanwhile() {
    Ask first = add("a", "step");
    List<Ask> batch = queue.take(1, Long.MAX_VALUE);
    Ask second = add("b", "step");
    queue.endTurn(batch);
    assertThat(turn(1)).containsExactly(second);
    assertThat(turn(1)).containsExactly(first);
  }

  @Test
  void withinASessionTheOldestRequestGoesFirst() {
    Ask first = add("a", "step");
    add("a", "step");
    queue.endTurn(queue.take(1, Long.MAX_VALUE));
    assertThat(turn(1)).containsExactly(first);
  }

  @Test
  void aPairOfRowsIsNeverTornApart() {
    Ask one = add("a", "step", 1);
    add("b", "step", 2);
    Ask alsoOne = add("c", "step", 1);
    assertThat(turn(2)).containsExactly(one, alsoOne);
    assertThat(turn(1)).extracting(Ask::rows).containsExactly(2);
  }

  @Test
  void aFullQueueAnswersAtOnce() {
    FairQueue<Ask> small = new FairQueue<>(1);
    small.add(new Ask("a", 0, "step", 1));
    assertThatThrownBy(() -> small.add(new Ask("b", 1, "step", 1)))
        .isInstanceOf(QueueFullException.class)
        .hasMessageContaining("1 requests");
    List<Ask> onDevice = small.take(1, Long.MAX_VALUE);
    small.add(new Ask("b", 2, "step", 1));
    small.endTurn(onDevice);
    assertThat(small.waiting()).isEqualTo(2);
  }

  @Test
  void withdrawnEntriesMakeRoom() {
    FairQueue<Ask> small = new FairQueue<>(1);
    Ask ask = new Ask("a", 0, "step", 1);
    small.add(ask);
    small.remove(ask);
    assertThat(small.waiting()).isZero();
    small.add(new Ask("b", 1, "step", 1));
    assertThat(small.take(1, Long.MAX_VALUE)).extracting(Ask::session).containsExactly("b");
  }

  @Test
  void closingHandsBackWhatWaitsAndWhatComesBack() {
    Ask onDevice = add("a", "step");
    List<Ask> batch = queue.take(1, Long.MAX_VALUE);
    Ask waiting = add("b", "step");
    assertThat(queue.close()).containsExactly(waiting);
    assertThat(queue.endTurn(batch)).containsExactly(onDevice);
    assertThat(queue.take(1, Long.MAX_VALUE)).isEmpty();
    assertThatThrownBy(() -> add("c", "step")).isInstanceOf(EngineClosedException.class);
  }
}
