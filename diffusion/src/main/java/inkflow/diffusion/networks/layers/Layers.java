package inkflow.diffusion.networks.layers;

import inkflow.diffusion.networks.layers.Parameters.Source;
import inkflow.diffusion.torchscript.DType;
import inkflow.diffusion.torchscript.FunctionWriter;
import inkflow.diffusion.torchscript.Script;
import inkflow.diffusion.torchscript.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layers networks are made of, written with torch's plain operations in one element type. Runs
 * on any device, and is the reference for the faster kinds.
 *
 * <p>Pictures are (rows, channels, height, width) with channels last in memory, so tokens (rows,
 * height x width, channels) are a view of the same bytes. Kernels are channels last too; otherwise
 * each call would convert one of the two.
 */
public class Layers {
  /** Value in c10::MemoryFormat. */
  private static final int CHANNELS_LAST = 2;

  private final Script script;
  private final Parameters parameters = new Parameters();
  private final Set<String> storedAsConvolution = new HashSet<>();
  private final DType type;

  public Layers(Script script, DType type) {
    this.script = script;
    this.type = type;
    writePreparations();
  }

  public final Script script() {
    return script;
  }

  public final Parameters parameters() {
    return parameters;
  }

  public final DType type() {
    return type;
  }

  /**
   * Writes the functions that turn tensors of the checkpoint, of any type, into entries of the
   * weight list.
   */
  void writePreparations() {
    FunctionWriter cast = script.staticMethod("prepare_cast");
    cast.returns(joined(cast).op("to", type, false, true));
    FunctionWriter table = script.staticMethod("prepare_table");
    table.returns(joined(table).op("to", type, false, true));
    FunctionWriter bias = script.staticMethod("prepare_bias");
    bias.returns(joined(bias).op("to", type, false, true));
    FunctionWriter linear = script.staticMethod("prepare_linear");
    linear.returns(joined(linear).op("flatten", 1).op("to", type, false, true));
    FunctionWriter convolution = script.staticMethod("prepare_convolution");
    Value weight = joined(convolution);
    convolution.parameter("stride", "int");
    convolution.parameter("padding", "int");
    convolution.parameter("side", "int");
    convolution.returns(weight.op("to", type, false, true, CHANNELS_LAST));
  }

  /** The sources of a preparation, concatenated along their first dimension. */
  static Value joined(FunctionWriter preparation) {
    return joined(preparation, preparation.parameter("sources", "List[Tensor]"));
  }

  /** The tensors of a list, concatenated along their first dimension; a single one as it is. */
  public static Value joined(FunctionWriter function, Value list) {
    Value several = list.op("len").op("gt", 1);
    return function.choose(
        several, () -> function.op("cat", list, 0), () -> function.element(list, 0));
  }

  /** Converts to the type of the arithmetic. */
  public Value enter(Value x) {
    return x.to(type);
  }

  /** Converts to float32, contiguous. */
  public Value leave(Value x) {
    return x.to(DType.FLOAT32).op("contiguous");
  }

  /** Back to float32, in the layout that it has. The result may be written to. */
  public Value leavePicture(Value x) {
    return x.to(DType.FLOAT32);
  }

  /** Converts to the type of the arithmetic, channels last. */
  public Value enterPicture(Value x) {
    return x.op("to", type, false, false, CHANNELS_LAST);
  }

  /** A linear layer over the last dimension; with several names, their outputs are concatenated. */
  public final Value linear(Value x, int in, int out, boolean bias, String... names) {
    return linear(x, linearWeight(x, in, out, names), bias ? biases(x, out, names) : null);
  }

  /** Several linear layers of the same input as one; their outputs may have different widths. */
  public final Value linearSideBySide(
      Value x, int in, boolean bias, List<String> names, List<Integer> outs) {
    List<Source> weights = new ArrayList<>();
    List<Source> biases = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      weights.add(Source.of(names.get(i) + ".weight", outs.get(i), in));
      biases.add(Source.of(names.get(i) + ".bias", outs.get(i)));
    }
    Value weight = prepared(x, "prepare_linear", weights);
    return linear(x, weight, bias ? prepared(x, "prepare_bias", biases) : null);
  }

  public Value linear(Value x, Value weight, Value bias) {
    return x.op("linear", weight, bias);
  }

  /** {@code residual + linear(x)}. */
  public Value linearPlus(Value residual, Value x, int in, int out, String name) {
    return residual.plus(linear(x, in, out, true, name));
  }

  /** GEGLU of "GLU Variants Improve Transformer" (arXiv 2002.05202): value x gelu(gate). */
  public Value geglu(Value x, int in, int out, String name) {
    Value[] parts = linear(x, in, 2 * out, true, name).chunk(2, -1);
    return parts[0].times(parts[1].op("gelu"));
  }

  /** A convolution with a square kernel. */
  public Value convolution(Value x, Kernel kernel) {
    return x.op(
        "conv2d",
        kernelWeight(x, kernel),
        kernel.bias() ? biases(x, kernel.out(), kernel.name()) : null,
        square(kernel.stride()),
        square(kernel.padding()));
  }

  /** {@code relu(convolution(x))}. */
  public Value convolutionRelu(Value x, Kernel kernel) {
    return convolution(x, kernel).op("relu");
  }

  /** {@code residual + convolution(x)}. */
  public Value convolutionPlus(Value residual, Value x, Kernel kernel) {
    return residual.plus(convolution(x, kernel));
  }

  /** {@code residual + convolution(x)}, which may write into the residual's memory. */
  public Value convolutionOnto(Value residual, Value x, Kernel kernel) {
    return convolutionPlus(residual, x, kernel);
  }

  /** {@code relu(residual + convolution(x))}, which may write into the residual's memory. */
  public Value convolutionOntoRelu(Value residual, Value x, Kernel kernel) {
    return convolutionPlus(residual, x, kernel).op("relu");
  }

  /** A 3x3 convolution, padded by 1, of the picture upsampled by 2 (nearest). */
  public Value convolutionOfDoubled(Value x, Kernel kernel) {
    return convolution(x.op("upsample_nearest2d", null, List.of(2.0, 2.0)), kernel);
  }

  /**
   * The same of a picture doubled to the size of {@code like}, which may be one pixel less where
   * that is odd.
   */
  public Value convolutionOfDoubled(Value x, Kernel kernel, Value like) {
    Value larger = x.op("upsample_nearest2d", List.of(like.size(2), like.size(3)));
    return convolution(larger, kernel);
  }

  /** {@link #convolutionOfDoubled} and then a 3x3 convolution, padded by 1, of what it gives. */
  public Value convolutionsOfDoubled(Value x, Kernel first, Kernel second) {
    return convolution(convolutionOfDoubled(x, first), second);
  }

  /** A 3x3 convolution, padded by 1, and then one of stride 2 without a bias. */
  public Value convolutionsToHalf(Value x, Kernel first, Kernel second) {
    return convolution(convolution(x, first), second);
  }

  /** The same of bytes (n, height, width, in), of which 255 stands for 1. */
  public Value convolutionsOfBytesToHalf(Value rgb, Kernel first, Kernel second) {
    Value bytes = Pictures.planes(rgb);
    return convolutionsToHalf(enterPicture(Pictures.unit(bytes)), first, second);
  }

  /** Group normalization (arXiv 1803.08494). */
  public Value groupNorm(Value x, int channels, int groups, double eps, String name) {
    return x.op(
        "group_norm",
        groups,
        vector(x, channels, name + ".weight"),
        vector(x, channels, name + ".bias"),
        eps);
  }

  public final Value layerNorm(Value x, int width, double eps, String name) {
    return x.op(
        "layer_norm",
        new int[] {width},
        vector(x, width, name + ".weight"),
        vector(x, width, name + ".bias"),
        eps);
  }

  /** Rows of a table by their int64 index. */
  public final Value embedding(Value ids, int count, int width, String name) {
    return ids.function().op("embedding", table(ids, count, width, name), ids);
  }

  /** A matrix of the checkpoint, converted only in type. */
  public final Value table(Value x, int rows, int width, String name) {
    return prepared(x, "prepare_table", List.of(Source.of(name, rows, width)));
  }

  /**
   * softmax(q k / sqrt(width of a head)) v of "Attention Is All You Need" (arXiv 1706.03762).
   *
   * @param q (rows, tokens, heads x width), like k and v, which may have a different number of
   *     tokens
   * @param causal a token sees itself and those before it only
   */
  public final Value attention(Value q, Value k, Value v, int heads, boolean causal) {
    Value mixed = attended(split(q, heads), split(k, heads), split(v, heads), causal);
    return mixed.op("transpose", 1, 2).op("flatten", 2);
  }

  /** Attention of tensors (rows, heads, tokens, width of a head). */
  Value attended(Value q, Value k, Value v, boolean causal) {
    return q.function().op("scaled_dot_product_attention", q, k, v, null, 0.0, causal);
  }

  private static Value split(Value x, int heads) {
    return x.op("unflatten", -1, new int[] {heads, -1}).op("transpose", 1, 2);
  }

  /** A picture as tokens (rows, height x width, channels). */
  public final Value tokens(Value picture) {
    return picture.op("permute", new int[] {0, 2, 3, 1}).op("flatten", 1, 2);
  }

  /** Tokens as a picture with the height and width of {@code like}. */
  public final Value picture(Value tokens, Value like) {
    return tokens
        .op("unflatten", 1, List.of(like.size(2), like.size(3)))
        .op("permute", new int[] {0, 3, 1, 2});
  }

  /** A vector of the checkpoint, or several concatenated, converted only in type. */
  final Value vector(Value x, int length, String... names) {
    return prepared(x, "prepare_cast", sources(names, length));
  }

  final Value biases(Value x, int out, String... names) {
    String[] biases = Arrays.stream(names).map(name -> name + ".bias").toArray(String[]::new);
    return prepared(x, "prepare_bias", sources(biases, (long) out / names.length));
  }

  /** Declares a linear layer whose weight is stored as a 1x1 convolution's in the checkpoint. */
  public final void storedAsConvolution(String name) {
    storedAsConvolution.add(name);
  }

  /** The weight of one linear layer, or of several concatenated. */
  final Value linearWeight(Value x, int in, int out, String... names) {
    String[] weights = Arrays.stream(names).map(name -> name + ".weight").toArray(String[]::new);
    long rows = (long) out / names.length;
    return prepared(
        x,
        "prepare_linear",
        storedAsConvolution.contains(names[0])
            ? sources(weights, rows, in, 1, 1)
            : sources(weights, rows, in));
  }

  final Value kernelWeight(Value x, Kernel kernel) {
    return prepared(
        x,
        "prepare_convolution",
        sources(kernel),
        (long) kernel.stride(),
        (long) kernel.padding(),
        (long) kernel.side());
  }

  static List<Source> sources(Kernel kernel) {
    return List.of(
        Source.of(
            kernel.name() + ".weight", kernel.out(), kernel.in(), kernel.size(), kernel.size()));
  }

  final Value prepared(Value x, String preparation, List<Source> sources, Long... arguments) {
    int slot = parameters.slot(preparation, List.of(arguments), sources);
    return x.function().weight(slot);
  }

  private static List<Source> sources(String[] names, long... shape) {
    return Stream.of(names).map(name -> Source.of(name, shape)).toList();
  }

  static int[] square(int length) {
    return new int[] {length, length};
  }
}
