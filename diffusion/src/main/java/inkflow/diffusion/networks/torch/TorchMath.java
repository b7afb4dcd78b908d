package inkflow.diffusion.networks.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import inkflow.diffusion.lora.kinds.TensorMath;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.LoadedScript;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.Value;
import inkflow.diffusion.weights.file.TensorView;
import java.util.List;

/** The formulas of adapters in libtorch, on the device of the weights. */
final class TorchMath implements TensorMath<NDArray> {
  private static final String OUTPUTS = "_outputs";
  private static final String INPUTS = "_inputs";

  private final NDManager scope;
  private final LoadedScript script;

  /**
   * @param scope owns all results
   */
  TorchMath(NDManager scope, LoadedScript script) {
    this.scope = scope;
    this.script = script;
  }

  /** Adds the methods needed here to a script; {@code add_scaled} changes its tensor in place. */
  static void write(Script script) {
    FunctionWriter add = script.staticMethod("add_scaled");
    Value sum = add.parameter("tensor").op("flatten");
    Value flat = add.parameter("delta").op("flatten");
    add.returns(sum.op("add_", flat.times(add.parameter("scale", "float"))));
    FunctionWriter product = script.staticMethod("product");
    Value left = product.parameter("left").op("flatten", 1);
    product.returns(left.op("matmul", product.parameter("right").op("flatten", 1)));
    FunctionWriter transposed = script.staticMethod("transposed");
    transposed.returns(transposed.parameter("matrix").op("flatten", 1).op("t"));
    FunctionWriter times = script.staticMethod("times");
    Value one = times.parameter("one").op("flatten", 1);
    times.returns(one.times(times.parameter("other").op("flatten", 1)));
    FunctionWriter kronecker = script.staticMethod("kronecker");
    Value outer = kronecker.parameter("left").op("flatten", 1);
    kronecker.returns(outer.op("kron", kronecker.parameter("right").op("flatten", 1)));
    FunctionWriter scaled = script.staticMethod("scaled");
    scaled.returns(scaled.parameter("tensor").times(scaled.parameter("factor", "float")));
    writeTucker(script);
    writeDecomposed(script, OUTPUTS, new int[] {-1, 1, 1}, new int[] {1, 2});
    writeDecomposed(script, INPUTS, new int[] {1, -1, 1}, new int[] {0, 2});
    writeRescaled(script, OUTPUTS, new int[] {-1, 1, 1});
    writeRescaled(script, INPUTS, new int[] {1, -1, 1});
  }

  private static void writeTucker(Script script) {
    FunctionWriter tucker = script.staticMethod("tucker");
    Value core = tucker.parameter("core").op("flatten", 2);
    Value left = tucker.parameter("left").op("flatten", 1);
    Value right = tucker.parameter("right").op("flatten", 1);
    Value kernel = tucker.op("einsum", "pqk,op,qi->oik", List.of(core, left, right));
    tucker.returns(kernel.op("flatten", 1));
  }

  /**
   * @param each shape of one number for each vector
   * @param along the dimensions of a vector
   */
  private static void writeDecomposed(Script script, String suffix, int[] each, int[] along) {
    FunctionWriter method = script.staticMethod("decomposed" + suffix);
    Value weight = method.parameter("weight");
    Value own = kernel(weight, weight);
    Value moved = own.plus(kernel(method.parameter("delta"), weight));
    Value length = moved.op("linalg_vector_norm", 2, along, true);
    Value factor = method.parameter("magnitude").op("reshape", each).dividedBy(length);
    method.returns(moved.times(factor).minus(own));
  }

  private static void writeRescaled(Script script, String suffix, int[] each) {
    FunctionWriter method = script.staticMethod("rescaled" + suffix);
    Value weight = method.parameter("weight");
    method.returns(kernel(weight, weight).times(method.parameter("factors").op("reshape", each)));
  }

  /** A tensor as (out, in, k k), with the sizes of a weight. */
  private static Value kernel(Value tensor, Value weight) {
    return tensor.op("reshape", List.of(weight.size(0), weight.size(1), -1));
  }

  @Override
  public NDArray tensor(TensorView view) {
    NDArray mapped = Preparation.mapped(scope, view);
    return script.run(scope, "widen", mapped);
  }

  @Override
  public NDArray product(NDArray left, NDArray right) {
    return script.run(scope, "product", left, right);
  }

  @Override
  public NDArray transposed(NDArray matrix) {
    return script.run(scope, "transposed", matrix);
  }

  @Override
  public NDArray tucker(NDArray core, NDArray left, NDArray right) {
    return script.run(scope, "tucker", core, left, right);
  }

  @Override
  public NDArray times(NDArray one, NDArray other) {
    return script.run(scope, "times", one, other);
  }

  @Override
  public NDArray kronecker(NDArray left, NDArray right) {
    return script.run(scope, "kronecker", left, right);
  }

  @Override
  public NDArray scaled(NDArray tensor, double factor) {
    return script.run(scope, "scaled", tensor, factor);
  }

  @Override
  public NDArray decomposed(NDArray weight, NDArray delta, NDArray magnitude, boolean outputs) {
    String method = "decomposed" + (outputs ? OUTPUTS : INPUTS);
    return script.run(scope, method, weight, delta, magnitude);
  }

  @Override
  public NDArray rescaled(NDArray weight, NDArray factors, boolean outputs) {
    return script.run(scope, "rescaled" + (outputs ? OUTPUTS : INPUTS), weight, factors);
  }
}
