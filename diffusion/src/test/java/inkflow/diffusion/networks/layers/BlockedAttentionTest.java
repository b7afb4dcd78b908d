package inkflow.diffusion.networks.layers;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import inkflow.diffusion.parity.golden.Difference;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.LoadedScript;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.TensorList;
import inkflow.diffusion.torchscript.TorchRuntime;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BlockedAttentionTest {
  private static final int HEADS = 2;

  @BeforeAll
  static void start() {
    TorchRuntime.start(2);
  }

  @Test
  void manyTokensAreMixedAsThePlainFormMixesThem() {
    assertNearPlain(1500, 1500, 0); // two blocks, the last one shorter
  }

  @Test
  void queriesAndKeysMayDiffer() {
    assertNearPlain(4096, 130, 0);
  }

  @Test
  void keysThatHaveMuchInCommonLoseNothing() {
    assertNearPlain(1024, 1024, 6);
  }

  private static void assertNearPlain(int queries, int keys, float common) {
    assertThat((long) queries * keys).isGreaterThanOrEqualTo(BlockedAttention.FEWEST_SCORES);
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      NDArray q = normal(scope, queries);
      NDArray k = normal(scope, keys).add(common);
      NDArray v = normal(scope, keys);
      float[] plain = run(scope, new Layers(new Script(), DType.FLOAT32), q, k, v);
      float[] bf16 = run(scope, new OneDnnLayers(new Script(), DType.BFLOAT16), q, k, v);
      assertThat(Difference.between(bf16, plain).relativeL2()).isLessThan(0.02);
      float[] float32 = run(scope, new OneDnnLayers(new Script(), DType.FLOAT32), q, k, v);
      assertThat(Difference.between(float32, plain).relativeL2()).isLessThan(1e-5);
    }
  }

  private static float[] run(NDManager scope, Layers nn, NDArray q, NDArray k, NDArray v) {
    FunctionWriter f = nn.script().method("mixed");
    f.returns(
        nn.leave(
            nn.attention(
                nn.enter(f.parameter("q")),
                nn.enter(f.parameter("k")),
                nn.enter(f.parameter("v")),
                HEADS,
                false)));
    try (LoadedScript loaded = LoadedScript.load(nn.script(), Device.cpu());
        TensorList none = TensorList.of(List.of())) {
      return loaded.run(scope, "mixed", none, q, k, v).toFloatArray();
    }
  }

  private static NDArray normal(NDManager scope, int tokens) {
    return scope.randomNormal(new Shape(2, tokens, HEADS * 40));
  }
}
