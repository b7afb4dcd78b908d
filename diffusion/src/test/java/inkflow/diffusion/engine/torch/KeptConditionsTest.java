package inkflow.diffusion.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.EngineOptions.Precision;
import inkflow.diffusion.engine.device.Embedding;
import inkflow.diffusion.engine.device.Latent;
import inkflow.diffusion.engine.device.Row;
import inkflow.diffusion.networks.Inkling;
import inkflow.diffusion.networks.UNetWeights;
import inkflow.diffusion.networks.WeightUpdate;
import inkflow.diffusion.networks.torch.TorchNetworks;
import inkflow.diffusion.request.MicroConditioning;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptConditionsTest {
  private static final int TOKENS = 32;

  private final TorchNetworks networks = Inkling.open(Precision.FP32);
  private final NDManager scope = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final KeptConditions kept = new KeptConditions(networks, scope.newSubManager());

  @AfterEach
  void close() {
    kept.close();
    scope.close();
    networks.close();
  }

  private Embedding text(float value) {
    int width = networks.textWidths().get(0);
    float[] states = new float[TOKENS * width];
    states[0] = value;
    return new Embedding(TOKENS, width, states, new float[0]);
  }

  private static Row row(int timestep, Embedding text) {
    Latent latent = new Latent(1, 1, 1, new float[1]);
    return new Row(latent, timestep, text, new MicroConditioning(64, 64), 1);
  }

  private List<NDArray> keys(UNetWeights weights, Embedding... texts) {
    return kept.textKeys(
        scope, weights, List.of(texts).stream().map(text -> row(1, text)).toList());
  }

  @Test
  void aTextIsComputedOnceForAllTimesteps() {
    UNetWeights weights = networks.baseWeights();
    Embedding one = text(1);
    Embedding other = text(2);
    List<NDArray> first = keys(weights, one, other);
    assertThat(keys(weights, other, one)).containsExactly(first.get(1), first.get(0));
    assertThat(kept.size()).isEqualTo(2);
    assertThat(first.get(0).toFloatArray()).isNotEqualTo(first.get(1).toFloatArray());
  }

  @Test
  void aTimestepIsComputedOnceForAllTexts() {
    UNetWeights weights = networks.baseWeights();
    List<Row> rows = List.of(row(499, text(1)), row(499, text(2)), row(259, text(1)));
    List<NDArray> shifts = kept.timeShifts(scope, weights, rows);
    assertThat(shifts.get(1)).isSameAs(shifts.get(0));
    assertThat(shifts.get(2).toFloatArray()).isNotEqualTo(shifts.get(0).toFloatArray());
    assertThat(kept.size()).isEqualTo(2);
  }

  @Test
  void otherWeightsHaveTheirOwn() {
    Embedding text = text(1);
    NDArray own = keys(networks.baseWeights(), text).get(0);
    try (UNetWeights variant = networks.fuse(List.<WeightUpdate>of())) {
      assertThat(keys(variant, text).get(0)).isNotSameAs(own);
    }
  }

  @Test
  void moreThanTheLimitIsFreedBetweenCallsAndTheLatestStays() {
    UNetWeights weights = networks.baseWeights();
    Embedding last = text(-1);
    long each = Float.BYTES * keys(weights, text(0)).get(0).getShape().size();
    int many = (int) ((64L << 20) / each) + 10;
    for (int i = 1; i < many; i++) {
      keys(weights, text(i));
    }
    NDArray latest = keys(weights, last).get(0);
    assertThat(kept.size()).isEqualTo(many + 1);
    kept.trim();
    assertThat(kept.size() * each).isBetween((64L << 20) - each, 64L << 20);
    assertThat(keys(weights, last).get(0)).isSameAs(latest);
    assertThat(latest.toFloatArray()).hasSize((int) (each / Float.BYTES));
  }
}
