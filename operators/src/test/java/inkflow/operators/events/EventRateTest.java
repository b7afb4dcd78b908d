package inkflow.operators.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventRateTest {
  private static final int PER_SECOND = 100;
  private static final long START = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;
  private final EventRate rate = new EventRate(PER_SECOND, START);

  /** How many of {@code events} with the same timestamp are admitted. */
  private int admitted(int events, long at) {
    int admitted = 0;
    for (int i = 0; i < events; i++) {
      admitted += rate.admit(at) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void holdsASecondsWorthAndRefillsWithTheLogsTime() {
    assertThat(admitted(200, START)).isEqualTo(PER_SECOND);
    assertThat(admitted(200, START + 250)).isEqualTo(25);
    assertThat(admitted(200, START + 250)).isZero();
    assertThat(admitted(200, START + MINUTE)).isEqualTo(PER_SECOND);
  }

  @Test
  void aRefusedEventTakesNothing() {
    admitted(PER_SECOND, START);
    assertThat(rate.admit(START + 9)).isFalse();
    assertThat(rate.admit(START + 10)).isTrue();
  }

  @Test
  void aClientMayMoveToAGatewayWhoseClockIsBehind() {
    assertThat(drawnAt60Hz(START + MINUTE, 8)).isEqualTo(8 * 60);
    assertThat(drawnAt60Hz(START, 30)).isEqualTo(30 * 60);
  }

  @Test
  void aClientMayMoveBackAndForthBetweenClocksThatAreAMinuteApart() {
    long time = START;
    for (int move = 0; move < 40; move++) {
      long ahead = move % 2 == 0 ? MINUTE : 0;
      assertThat(drawnAt60Hz(time + ahead, 5)).as("stay %d", move).isEqualTo(5 * 60);
      time += 5_000;
    }
  }

  /** Number of events admitted in that many seconds of drawing. */
  private int drawnAt60Hz(long from, int seconds) {
    int admitted = 0;
    for (int i = 0; i < seconds * 60; i++) {
      admitted += rate.admit(from + i * 1000L / 60) ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void twoGatewaysInTurnGiveNoMoreThanOne() {
    int admitted = 0;
    for (int i = 0; i < 10_000; i++) { // ten seconds at 1000 Hz
      admitted += rate.admit(START + i + (i % 2) * MINUTE) ? 1 : 0;
    }
    // A full bucket, another one when the second clock first appears, and ten seconds of refill.
    assertThat(admitted).isBetween(11 * PER_SECOND, 12 * PER_SECOND);
  }

  @Test
  void whatGoesForwardLessThanItWentBackIsTimeThatPassed() {
    admitted(PER_SECOND, START);
    assertThat(admitted(200, START - MINUTE)).isZero();
    assertThat(admitted(200, START - MINUTE + 500)).isEqualTo(50);
    assertThat(admitted(200, START - MINUTE + 500 + MINUTE)).isZero();
    assertThat(admitted(200, START - MINUTE + 500 + MINUTE + 100)).isEqualTo(10);
  }
}
