package inkflow.diffusion.networks.layers;

import inkflow.diffusion.networks.layers.Parameters.Source;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.Value;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Layers in float32 or bf16 on an x86 CPU: weights are converted once to oneDNN's layout, and the
 * operation after a convolution or linear layer (residual, activation) is fused with it. Norms stay
 * in float32.
 */
final class OneDnnLayers extends Layers {
  private static final String CONVOLUTION = "mkldnn._convolution_pointwise";
  private static final int[] NONE = {0, 0};
  private static final int[] ONCE = {1, 1};
  private static final int[] TWICE = {2, 2};

  /** Side of the picture that folded kernels are laid out for. */
  private static final int FOLDED_SIDE = 128;

  /** Vector length of torch's kernels, in elements. */
  private static final int LANES = 16;

  /** Number of pixels from which torch's channels-last group norm is fast. */
  private static final int SMALL_PICTURE = 1024;

  private static final List<Value> NO_SCALARS = List.of();

  OneDnnLayers(Script script, DType type) {
    super(script, type);
  }

  @Override
  void writePreparations() {
    FunctionWriter cast = script().staticMethod("prepare_cast");
    cast.returns(joined(cast).op("to", DType.FLOAT32, false, true));
    FunctionWriter table = script().staticMethod("prepare_table");
    table.returns(joined(table).op("to", type(), false, true));
    FunctionWriter bias = script().staticMethod("prepare_bias");
    bias.returns(joined(bias).op("to", type(), false, true));
    FunctionWriter linear = script().staticMethod("prepare_linear");
    linear.returns(packed(joined(linear)));
    FunctionWriter part = script().staticMethod("prepare_linear" + Parameters.PART);
    Value whole = joined(part);
    Value from = part.parameter("from_row", "int");
    part.returns(packed(whole.op("narrow", 0, from, part.parameter("rows", "int"))));
    FunctionWriter biasPart = script().staticMethod("prepare_bias" + Parameters.PART);
    Value biases = joined(biasPart);
    Value start = biasPart.parameter("from_row", "int");
    Value some = biases.op("narrow", 0, start, biasPart.parameter("rows", "int"));
    biasPart.returns(some.op("to", type(), false, true));
    FunctionWriter convolution = script().staticMethod("prepare_convolution");
    Value weight = joined(convolution);
    Value stride = convolution.parameter("stride", "int");
    Value padding = convolution.parameter("padding", "int");
    Value side = convolution.parameter("side", "int");
    convolution.returns(packed(weight, padding, stride, side));
    writeFoldedPreparations();
    FunctionWriter doubled = script().staticMethod("prepare_convolution_of_doubled");
    doubled.returns(
        transposed(joined(doubled))
            .to(type())
            .op("mkldnn._reorder_convolution_transpose_weight", ONCE, NONE, TWICE, ONCE, 1, null));
  }

  /**
   * The 4x4 kernel of the transposed convolution that equals upsampling by 2 and a 3x3 convolution:
   * of its three taps per axis, two fall on the same original pixel. (out, in, 3, 3) to (in, out,
   * 4, 4).
   */
  private static Value transposed(Value weight) {
    Value sums =
        weight
            .to(DType.FLOAT32)
            .op("flip", new int[] {2, 3})
            .op("avg_pool2d", TWICE, ONCE, ONCE, false, true, 1);
    return sums.op("transpose", 0, 1).op("contiguous");
  }

  /**
   * Laid out for pictures of a size. Without one libtorch does it for channels first, and oneDNN
   * then turns the kernel at every call, as it does for some sizes that want another layout.
   */
  private Value packed(Value kernel, Object padding, Object stride, Object side) {
    return kernel
        .to(type())
        .op(
            "mkldnn._reorder_convolution_weight",
            List.of(padding, padding),
            List.of(stride, stride),
            ONCE,
            1,
            List.of(1, kernel.size(1), side, side));
  }

  private void writeFoldedPreparations() {
    FunctionWriter doubled = script().staticMethod("prepare_folded_of_doubled");
    Value[] first = wide(doubled, 2);
    doubled.returns(
        packed(FoldedConvolutions.kernelOfDoubled(first[0], first[1]), 1, 1, FOLDED_SIDE));
    FunctionWriter repeated = script().staticMethod("prepare_repeated_bias");
    repeated.returns(joined(repeated).op("repeat", new int[] {4}).op("to", type(), false, true));
    FunctionWriter half = script().staticMethod("prepare_folded_to_half");
    Value[] then = wide(half, 2);
    Value ofBytes = FoldedConvolutions.kernelToHalf(Pictures.unit(then[0]), then[1]);
    half.returns(packed(ofBytes, 2, 2, 2 * FOLDED_SIDE));
    FunctionWriter behind = script().staticMethod("prepare_bias_behind");
    Value[] bias = wide(behind, 2);
    behind.returns(FoldedConvolutions.biasBehind(bias[0], bias[1]).op("to", type(), false, true));
  }

  /** A preparation's sources, which are of different shapes, in float32. */
  private static Value[] wide(FunctionWriter preparation, int count) {
    Value sources = preparation.parameter("sources", "List[Tensor]");
    Value[] wide = new Value[count];
    Arrays.setAll(wide, i -> preparation.element(sources, i).to(DType.FLOAT32));
    return wide;
  }

  private Value packed(Value matrix) {
    return matrix.op("flatten", 1).to(type()).op("mkldnn._reorder_linear_weight", (Object) null);
  }

  @Override
  public Value linear(Value x, Value weight, Value bias) {
    return linear(x, weight, bias, "none");
  }

  private static Value linear(Value x, Value weight, Value bias, String activation) {
    return x.op("mkldnn._linear_pointwise", weight, bias, activation, NO_SCALARS, "none");
  }

  @Override
  public Value linearPlus(Value residual, Value x, int in, int out, String name) {
    Value weight = linearWeight(x, in, out, name);
    return x.op("mkldnn._linear_pointwise", residual, weight, biases(x, out, name), "add");
  }

  @Override
  public Value geglu(Value x, int in, int out, String name) {
    Value gate = linear(x, rows(x, in, out, name, 1), biasRows(x, out, name, 1), "gelu");
    Value weight = rows(x, in, out, name, 0);
    return x.op("mkldnn._linear_pointwise", gate, weight, biasRows(x, out, name, 0), "mul");
  }

  private Value rows(Value x, int in, int out, String name, int half) {
    List<Source> source = List.of(Source.of(name + ".weight", 2L * out, in));
    return prepared(x, "prepare_linear" + Parameters.PART, source, (long) half * out, (long) out);
  }

  private Value biasRows(Value x, int out, String name, int half) {
    List<Source> source = List.of(Source.of(name + ".bias", 2L * out));
    return prepared(x, "prepare_bias" + Parameters.PART, source, (long) half * out, (long) out);
  }

  @Override
  public Value convolution(Value x, Kernel kernel) {
    boolean ofPixels = kernel.size() == 1 && kernel.stride() == 1 && kernel.padding() == 0;
    return ofPixels ? linearOfPixels(x, kernel) : convolution(x, kernel, "none");
  }

  /**
   * A 1x1 convolution is a linear layer of pixels. oneDNN's convolution turns its kernel at every
   * call for some sizes, and takes 90 ms for 2560 channels at 4 x 4 that are 0.5 ms of this.
   */
  private Value linearOfPixels(Value x, Kernel kernel) {
    Value weight = prepared(x, "prepare_linear", sources(kernel));
    return picture(linear(tokens(x), weight, bias(x, kernel)), x);
  }

  @Override
  public Value convolutionRelu(Value x, Kernel kernel) {
    return convolution(x, kernel, "relu");
  }

  private Value convolution(Value x, Kernel kernel, String activation) {
    return x.op(
        CONVOLUTION,
        kernelWeight(x, kernel),
        bias(x, kernel),
        square(kernel.padding()),
        square(kernel.stride()),
        ONCE,
        1,
        activation,
        NO_SCALARS,
        "none");
  }

  @Override
  public Value convolutionPlus(Value residual, Value x, Kernel kernel) {
    return convolutionPlus(CONVOLUTION, x, residual, x, kernel, null);
  }

  @Override
  public Value convolutionOnto(Value residual, Value x, Kernel kernel) {
    return convolutionPlus("mkldnn._convolution_pointwise_", residual, x, x, kernel, null);
  }

  @Override
  public Value convolutionOntoRelu(Value residual, Value x, Kernel kernel) {
    return convolutionPlus("mkldnn._convolution_pointwise_", residual, x, x, kernel, "relu");
  }

  /** Needs four multiplications instead of nine, and no upsampled picture in memory. */
  @Override
  public Value convolutionOfDoubled(Value x, Kernel kernel) {
    return x.op(
        "mkldnn._convolution_transpose_pointwise",
        prepared(x, "prepare_convolution_of_doubled", sources(kernel)),
        bias(x, kernel),
        ONCE,
        NONE,
        TWICE,
        ONCE,
        1,
        "none",
        NO_SCALARS,
        "none");
  }

  /** In the plain form where a side is odd, for which the weights are there twice. */
  @Override
  public Value convolutionOfDoubled(Value x, Kernel kernel, Value like) {
    Value odd = like.size(2).op("remainder", 2).plus(like.size(3).op("remainder", 2));
    return x.function()
        .choose(
            odd.op("eq", 0),
            () -> convolutionOfDoubled(x, kernel),
            () -> super.convolutionOfDoubled(x, kernel, like));
  }

  @Override
  public Value convolutionsOfDoubled(Value x, Kernel first, Kernel second) {
    Value kernel = prepared(x, "prepare_folded_of_doubled", both(first, second));
    Value bias = prepared(x, "prepare_repeated_bias", bias(second));
    return whereItFits(
        x,
        all -> super.convolutionsOfDoubled(all, first, second),
        pair -> FoldedConvolutions.ofDoubled(x, folded(x, kernel, bias, ONCE), pair));
  }

  /** Bytes are exact in bf16, and what they are divided by is in the kernel. */
  @Override
  public Value convolutionsOfBytesToHalf(Value rgb, Kernel first, Kernel second) {
    Value bytes = Pictures.planes(rgb);
    Value kernel = prepared(rgb, "prepare_folded_to_half", both(first, second));
    List<Source> sources = List.of(bias(first).get(0), sources(second).get(0));
    Value bias = prepared(rgb, "prepare_bias_behind", sources);
    return whereItFits(
        bytes,
        all -> convolutionsToHalf(enterPicture(Pictures.unit(all)), first, second),
        pair ->
            FoldedConvolutions.toHalf(
                bytes, folded(enterPicture(bytes), kernel, bias, TWICE), pair));
  }

  private static List<Source> both(Kernel first, Kernel second) {
    return List.of(sources(first).get(0), sources(second).get(0));
  }

  private static List<Source> bias(Kernel kernel) {
    return List.of(Source.of(kernel.name() + ".bias", kernel.out()));
  }

  private static Value folded(Value x, Value kernel, Value bias, int[] step) {
    return x.op(CONVOLUTION, kernel, bias, step, step, ONCE, 1, "none", NO_SCALARS, "none");
  }

  private static Value whereItFits(
      Value x, FoldedConvolutions.Pair pair, Function<FoldedConvolutions.Pair, Value> folded) {
    Value smaller = x.function().op("prim.min", x.size(2), x.size(3));
    return x.function()
        .choose(
            smaller.op("gt", FoldedConvolutions.STRIP), () -> folded.apply(pair), () -> pair.of(x));
  }

  /**
   * Fused, except for pictures of one pixel, which oneDNN's fused form refuses.
   *
   * @param first argument of the fused operation, as {@code second}
   */
  private Value convolutionPlus(
      String fused, Value first, Value second, Value x, Kernel kernel, String activation) {
    Value residual = first == x ? second : first;
    return x.function()
        .choose(
            pixels(x).op("gt", 1),
            () ->
                first.op(
                    fused,
                    second,
                    kernelWeight(x, kernel),
                    bias(x, kernel),
                    square(kernel.padding()),
                    square(kernel.stride()),
                    ONCE,
                    1,
                    "add",
                    1.0,
                    activation,
                    NO_SCALARS,
                    null),
            () -> {
              Value sum = residual.plus(convolution(x, kernel));
              return activation == null ? sum : sum.op(activation);
            });
  }

  /**
   * Small pictures with few channels per group are normalized channels first: torch's kernel for
   * channels last is not vectorized for them (0.34 against 0.03 ms for 64 x 16 x 16).
   */
  @Override
  public Value groupNorm(Value x, int channels, int groups, double eps, String name) {
    if (channels / groups >= (type() == DType.FLOAT32 ? LANES / 2 : LANES)) {
      return super.groupNorm(x, channels, groups, eps, name);
    }
    Value laidOut =
        x.function().choose(pixels(x).op("lt", SMALL_PICTURE), () -> x.op("contiguous"), () -> x);
    return super.groupNorm(laidOut, channels, groups, eps, name);
  }

  @Override
  Value attended(Value q, Value k, Value v, boolean causal) {
    if (causal) {
      return super.attended(q, k, v, true);
    }
    script()
        .once(
            "attention_in_blocks",
            f ->
                BlockedAttention.write(
                    f, type(), f.parameter("q"), f.parameter("k"), f.parameter("v")));
    return q.function()
        .choose(
            q.size(2).times(k.size(2)).op("lt", BlockedAttention.FEWEST_SCORES),
            () -> super.attended(q, k, v, false),
            () -> q.function().call("attention_in_blocks", q, k, v));
  }

  private static Value pixels(Value x) {
    return x.size(2).times(x.size(3));
  }

  private Value bias(Value x, Kernel kernel) {
    return kernel.bias() ? biases(x, kernel.out(), kernel.name()) : null;
  }
}
