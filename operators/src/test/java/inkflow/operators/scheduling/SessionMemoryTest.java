package inkflow.operators.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionMemoryTest {
  private final SessionMemory memory = new SessionMemory(100);

  @Test
  void whatFitsStays() {
    memory.drawn("a", 60);
    memory.drawn("b", 40);
    assertThat(memory.makeRoom(any -> true)).isEmpty();
    assertThat(memory.total()).isEqualTo(100);
  }

  @Test
  void whoeverWasDrawnLeastRecentlyGivesBackFirst() {
    memory.drawn("a", 40);
    memory.drawn("b", 40);
    memory.drawn("a", 40);
    memory.drawn("c", 40);
    assertThat(memory.makeRoom(any -> true)).containsExactly("b");
    assertThat(memory.total()).isEqualTo(80);
    assertThat(memory.makeRoom(any -> true)).isEmpty();
  }

  @Test
  void whatIsDrawnRightNowIsPassedOver() {
    memory.drawn("a", 90);
    memory.drawn("b", 20);
    memory.drawn("c", 30);
    assertThat(memory.makeRoom(session -> !session.equals("a"))).containsExactly("b", "c");
    assertThat(memory.total()).isEqualTo(90);
  }

  @Test
  void aSessionThatTakesMoreThanAllMayHaveGivesItsOwnBack() {
    memory.drawn("a", 10);
    memory.drawn("b", 101);
    assertThat(memory.makeRoom(any -> true)).containsExactly("a", "b");
    assertThat(memory.total()).isZero();
  }

  @Test
  void aSessionCountsOnceAndWithWhatItKeepsNow() {
    memory.drawn("a", 60);
    memory.drawn("a", 10);
    assertThat(memory.total()).isEqualTo(10);
    memory.drawn("a", 0);
    assertThat(memory.total()).isZero();
    memory.forget("a");
    memory.forget("nobody");
    assertThat(memory.total()).isZero();
  }
}
