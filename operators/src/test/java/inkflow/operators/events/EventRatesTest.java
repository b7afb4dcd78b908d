package inkflow.operators.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventRatesTest {
  private final EventRates rates = new EventRates(1);

  @Test
  void eachClientOfEachSessionHasItsOwn() {
    assertThat(rates.admit("s", "a", 0)).isTrue();
    assertThat(rates.admit("s", "a", 0)).isFalse();
    assertThat(rates.admit("s", "b", 0)).isTrue();
    assertThat(rates.admit("t", "a", 0)).isTrue();
    assertThat(rates.size()).isEqualTo(2);
    assertThat(rates.perSecond()).isEqualTo(1);
  }

  @Test
  void aForgottenSessionStartsAnew() {
    rates.admit("s", "a", 0);
    rates.forget("s");
    assertThat(rates.size()).isZero();
    assertThat(rates.admit("s", "a", 0)).isTrue();
  }

  @Test
  void theClientThatWasSilentForLongestMakesRoom() {
    rates.admit("s", "first", 0);
    rates.admit("s", "second", 0);
    rates.admit("s", "first", 0);
    for (int i = 0; i < 63; i++) {
      rates.admit("s", "other" + i, 0);
    }
    assertThat(rates.admit("s", "first", 0)).as("kept").isFalse();
    assertThat(rates.admit("s", "second", 0)).as("crowded out").isTrue();
  }
}
