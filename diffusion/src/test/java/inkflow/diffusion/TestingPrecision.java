package inkflow.diffusion;

import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.Device;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.networks.layers.Arithmetic;

/** Skips what this machine's processor can't compute. */
public final class TestingPrecision {
  private TestingPrecision() {}

  public static void assumePossible(Precision precision) {
    assumeThat(Arithmetic.isPossible(Device.cpu(), precision))
        .as("%s on this processor", precision)
        .isTrue();
  }
}
