package inkflow.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariedNoiseTest {
  private static final int LATENT = 4 * 64 * 64;

  @Test
  void withoutVariationItIsTheSeedsOwnBitForBit() {
    VariedNoise varied = new VariedNoise(42, 0);
    TorchRandom own = new TorchRandom(42);
    assertThat(varied.randn(LATENT)).isEqualTo(own.randn(LATENT));
    assertThat(varied.randn(24)).isEqualTo(own.randn(24));
  }

  @Test
  void withAllVariationItIsTheOtherSeedsBitForBit() {
    VariedNoise varied = new VariedNoise(42, 1);
    TorchRandom other = new TorchRandom(VariedNoise.otherSeed(42));
    assertThat(varied.randn(LATENT)).isEqualTo(other.randn(LATENT));
    assertThat(varied.randn(24)).isEqualTo(other.randn(24));
  }

  @Test
  void rowsOfOneGeneratorDrawInTheirOrder() {
    float[] all = new TorchRandom(42).randn(3 * 100);
    for (int row = 0; row < 3; row++) {
      assertThat(new VariedNoise(42, 0, row, 3).randnRow(100))
          .isEqualTo(Arrays.copyOfRange(all, 100 * row, 100 * (row + 1)));
    }
  }

  @Test
  void theOtherSeedIsAFixedOne() {
    assertThat(VariedNoise.otherSeed(0)).isEqualTo(2654435769L);
    assertThat(VariedNoise.otherSeed(0xFFFFFFFFL)).isEqualTo(2654435768L);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9})
  void varianceStaysOneAllTheWay(double variation) {
    float[] noise = new VariedNoise(7, variation).randn(LATENT);
    double mean = 0;
    double square = 0;
    for (float value : noise) {
      mean += value / (double) LATENT;
      square += (double) value * value / LATENT;
    }
    // Four standard errors of the mean and of the variance of so many normals.
    assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(LATENT)));
    assertThat(square - mean * mean).isCloseTo(1, within(4 * Math.sqrt(2.0 / LATENT)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.75})
  void isWhatTheFormulaGivesInDoublePrecision(double t) {
    float[] a = new TorchRandom(1).randn(64);
    float[] b = new TorchRandom(2).randn(64);
    double omega = Math.acos(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
    float[] between = VariedNoise.slerp(a, b, t);
    for (int i = 0; i < a.length; i++) {
      double exact =
          (Math.sin((1 - t) * omega) * a[i] + Math.sin(t * omega) * b[i]) / Math.sin(omega);
      assertThat((double) between[i]).isCloseTo(exact, within(1e-6));
    }
  }

  @Test
  void turnsByItsShareOfTheAngle() {
    assertThat(VariedNoise.slerp(new float[] {2, 0}, new float[] {0, 2}, 1 / 3.0))
        .containsExactly(new float[] {(float) Math.sqrt(3), 1}, within(1e-6f));
  }

  @Test
  void parallelDrawsAreMixedInAStraightLine() {
    assertThat(VariedNoise.slerp(new float[] {2}, new float[] {4}, 0.25)).containsExactly(2.5f);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
