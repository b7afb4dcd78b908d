package inkflow.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import inkflow.diffusion.Golden;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchRandomTest {
  private static final Golden GOLDEN = Golden.of("rng");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed42_sd",
        "seed0_small",
        "seed0_16",
        "seed1_17",
        "seed7_40",
        "seed3_odd",
        "rand",
        "mixed",
        "txt2img_4_steps"
      })
  void drawsWhatTorchDraws(String call) {
    JsonNode asked = GOLDEN.json("case.json").get("calls").get(call);
    TorchRandom random = new TorchRandom(asked.get("seed").asLong());
    int i = 0;
    for (JsonNode draw : asked.get("draws")) {
      boolean normal = draw.get("op").asText().equals("randn");
      float[] got = normal ? random.randn(count(draw)) : random.rand(count(draw));
      requireSame("out." + call + "." + i++, got);
    }
  }

  @Test
  void onlyTheLow32BitsOfASeedCount() {
    assertThat(new TorchRandom(42 + (7L << 32)).randn(20)).isEqualTo(new TorchRandom(42).randn(20));
  }

  @Test
  void aMegapixelOfNoiseTakesMillisecondsNotSeconds() {
    long start = System.nanoTime();
    new TorchRandom(1).randn(4 * 128 * 128);
    assertThat((System.nanoTime() - start) / 1e6).isLessThan(500);
  }

  private static void requireSame(String name, float[] got) {
    if (got.length <= 128) {
      requireClose(got, GOLDEN.floats(name));
    } else {
      requireClose(Arrays.copyOf(got, 64), GOLDEN.floats(name + ".head"));
      requireClose(
          Arrays.copyOfRange(got, got.length - 64, got.length), GOLDEN.floats(name + ".tail"));
    }
    double[] sums = GOLDEN.tensor(name + ".sum_sumsq").toDoubles();
    double sum = 0;
    double squares = 0;
    for (float value : got) {
      sum += value;
      squares += (double) value * value;
    }
    assertThat(sum).isCloseTo(sums[0], within(1e-6 * squares));
    assertThat(squares).isCloseTo(sums[1], within(1e-6 * squares));
  }

  private static void requireClose(float[] got, float[] want) {
    assertThat(got).containsExactly(want, within(1e-6f));
  }

  private static int count(JsonNode draw) {
    return StreamSupport.stream(draw.get("shape").spliterator(), false)
        .mapToInt(JsonNode::asInt)
        .reduce(1, Math::multiplyExact);
  }
}
