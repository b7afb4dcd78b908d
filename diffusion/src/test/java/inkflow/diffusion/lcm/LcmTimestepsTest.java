package inkflow.diffusion.lcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class LcmTimestepsTest {
  private static final LcmTimesteps STANDARD = LcmTimesteps.standard();

  @Test
  void everyRequestGivesTheTimestepsThatDiffusersGives() {
    for (JsonNode row : Golden.of("timesteps").json("timesteps.json")) {
      if (row.has("error")) {
        assertThatThrownBy(() -> ask(row))
            .as(row.toString())
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        assertThat(ask(row)).as(row.toString()).containsExactly(ints(row.get("timesteps")));
      }
    }
  }

  @Test
  void strengthIsMultipliedInDoublePrecision() {
    assertThat(STANDARD.withStrength(1, 0.58)).containsExactly(559);
  }

  @Test
  void twoHundredthsMoreStrengthStartFromMoreNoise() {
    Set<Integer> starts = new HashSet<>();
    for (int i = 4; i <= 50; i++) {
      starts.add(STANDARD.withStrength(4, i / 50.0)[0]);
    }
    assertThat(starts).as("0.58 starts where 0.56 does: see above").hasSize(46);
  }

  @Test
  void tooLittleStrengthForTheStepsIsRefusedWithWhatWouldDo() {
    assertThatThrownBy(() -> STANDARD.withStrength(4, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps: 4 (expected: at most 2 at strength 0.05, or more strength)");
  }

  @Test
  void leastStrengthIsEnoughForItsSteps() {
    for (int steps = 1; steps <= 50; steps++) {
      double least = STANDARD.leastStrength(steps);
      assertThat(STANDARD.withStrength(steps, least)).hasSize(steps);
    }
  }

  @Test
  void indexesCountFromTheNoisiest() {
    assertThat(STANDARD.ofIndexes(0, 16, 32, 45)).containsExactly(999, 679, 359, 99);
    assertThat(STANDARD.ofIndexes(18, 26, 35, 45)).containsExactly(639, 479, 299, 99);
    assertThatThrownBy(() -> STANDARD.ofIndexes(32, 16))
        .hasMessage("indexes[1]: 16 (expected: ascending, 0 to 49)");
  }

  @Test
  void customTimestepsMustFall() {
    assertThatThrownBy(() -> STANDARD.custom(99, 359))
        .hasMessage("timesteps[1]: 359 (expected: falling, 0 to 98)");
  }

  @Test
  void unusableRequestsAreRefusedByName() {
    assertThatThrownBy(() -> STANDARD.fromNoise(0)).hasMessage("steps: 0 (expected: 1 to 50)");
    assertThatThrownBy(() -> STANDARD.fromNoise(51)).hasMessage("steps: 51 (expected: 1 to 50)");
    assertThatThrownBy(() -> STANDARD.sliced(4, 1.5))
        .hasMessage("strength: 1.5 (expected: > 0 and <= 1)");
    assertThatThrownBy(() -> STANDARD.withStrength(4, Double.NaN))
        .hasMessage("strength: NaN (expected: > 0 and <= 1)");
  }

  private static int[] ask(JsonNode row) {
    double strength = row.path("strength").asDouble(1);
    LcmTimesteps timesteps = new LcmTimesteps(1000, row.path("original").asInt(50));
    if (row.has("timesteps_in")) {
      int[] custom = ints(row.get("timesteps_in"));
      return row.has("strength") ? timesteps.custom(strength, custom) : timesteps.custom(custom);
    }
    int steps = row.get("steps").asInt();
    return row.get("schedule").asText().equals("B")
        ? timesteps.sliced(steps, strength)
        : timesteps.withStrength(steps, strength);
  }

  private static int[] ints(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }
}
