package inkflow.gateway.editing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final int MIB = 1 << 20;
  private final InwardBudget budget = new InwardBudget(16 * MIB);

  /** Knows whether it is read. */
  private static final class Socket implements ReadStream<Object> {
    boolean paused;

    @Override
    public Socket pause() {
      paused = true;
      return this;
    }

    @Override
    public Socket resume() {
      paused = false;
      return this;
    }

    @Override
    public Socket fetch(long amount) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket exceptionHandler(Handler<Throwable> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket handler(Handler<Object> handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket endHandler(Handler<Void> handler) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aSocketThatBringsTooMuchIsNotReadUntilTheLogHasIt() {
    Socket socket = new Socket();
    Socket other = new Socket();
    Intake intake = new Intake(socket, budget);
    new Intake(other, budget);
    assertThat(intake.take(3 * MIB)).isTrue();
    assertThat(socket.paused).isFalse();
    assertThat(intake.take(MIB)).isTrue();
    assertThat(socket.paused).isTrue();
    assertThat(other.paused).isFalse();
    intake.give(MIB);
    assertThat(socket.paused).isFalse();
  }

  @Test
  void manySmallMessagesCountToo() {
    Socket socket = new Socket();
    Intake intake = new Intake(socket, budget);
    for (int i = 0; i < Intake.MOST_MESSAGES; i++) {
      assertThat(socket.paused).isFalse();
      intake.take(10);
    }
    assertThat(socket.paused).isTrue();
    intake.give(10);
    assertThat(socket.paused).isFalse();
  }

  @Test
  void nobodyIsReadWhileThreeQuartersAreTakenUntilHalfIsFree() {
    Socket quiet = new Socket();
    new Intake(quiet, budget);
    Intake large = new Intake(new Socket(), budget);
    large.take(12 * MIB);
    assertThat(quiet.paused).isTrue();
    Socket late = new Socket();
    new Intake(late, budget);
    assertThat(late.paused).as("who comes now waits too").isTrue();
    large.give(3 * MIB);
    assertThat(quiet.paused).isTrue();
    large.give(2 * MIB);
    assertThat(quiet.paused).isFalse();
    assertThat(late.paused).isFalse();
  }

  @Test
  void whatDoesNotFitIsRefusedAndCountsNothing() {
    Intake large = new Intake(new Socket(), budget);
    large.take(12 * MIB);
    assertThat(large.take(5 * MIB)).isFalse();
    assertThat(large.take(3 * MIB)).isTrue();
  }

  @Test
  void whatAClosedSocketHasBroughtCountsUntilItIsWritten() {
    Intake gone = new Intake(new Socket(), budget);
    gone.take(8 * MIB);
    gone.close();
    assertThat(budget.taken()).isGreaterThan(8 * MIB);
    gone.give(8 * MIB);
    assertThat(budget.taken()).isZero();
  }
}
