package inkflow.diffusion.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadedScriptTest {

  @BeforeAll
  static void start() {
    TorchRuntime.start(1);
  }

  @Test
  void libtorchRunsWhatJavaWrote() {
    Script script = new Script();
    FunctionWriter method = script.method("scaled_sum");
    Value x = method.parameter("x");
    Value sum = script.call(method, "sum", f -> f.parameter("x").plus(f.weight(0)), x);
    method.returns(sum.times(method.parameter("factor", "float")));
    try (LoadedScript loaded = LoadedScript.load(script, Device.cpu());
        NDManager scope = NDManager.newBaseManager("PyTorch");
        TensorList weights = TensorList.of(List.of(scope.create(new float[] {1, 2})))) {
      NDArray x1 = scope.create(new float[] {10, 20});
      NDArray result = loaded.run(scope, "scaled_sum", weights, x1, 0.5);
      assertThat(result.toFloatArray()).containsExactly(5.5f, 11f);
    }
  }

  @Test
  void otherWeightsNeedNoOtherScript() {
    Script script = new Script();
    FunctionWriter method = script.method("first");
    method.returns(method.weight(0));
    try (LoadedScript loaded = LoadedScript.load(script, Device.cpu());
        NDManager scope = NDManager.newBaseManager("PyTorch");
        TensorList one = TensorList.of(List.of(scope.create(1f)));
        TensorList two = TensorList.of(List.of(scope.create(2f)))) {
      assertThat(loaded.run(scope, "first", one).getFloat()).isEqualTo(1);
      assertThat(loaded.run(scope, "first", two).getFloat()).isEqualTo(2);
    }
  }

  @Test
  void sourceThatLibtorchRefusesNamesTheLine() {
    Script script = new Script();
    FunctionWriter method = script.method("wrong");
    method.returns(method.parameter("x").op("no_such_operation"));
    assertThatThrownBy(() -> LoadedScript.load(script, Device.cpu()))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("no_such_operation");
  }

  @Test
  void valuesWithoutALiteralAreRefused() {
    FunctionWriter method = new Script().method("wrong");
    assertThatThrownBy(() -> method.op("mul", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
