package inkflow.diffusion.torchscript;

/**
 * A variable of a TorchScript function that is being written. Its methods write a statement and
 * return the variable that holds the result.
 */
public final class Value {
  private final FunctionWriter function;
  private final String name;

  Value(FunctionWriter function, String name) {
    this.function = function;
    this.name = name;
  }

  /** The function it belongs to. */
  public FunctionWriter function() {
    return function;
  }

  /**
   * {@code torch.op(this, arguments...)}; an op with a dot, as {@code mkldnn.x}, is of that set.
   */
  public Value op(String op, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = this;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return function.op(op, all);
  }

  public Value plus(Object other) {
    return op("add", other);
  }

  public Value minus(Object other) {
    return op("sub", other);
  }

  public Value times(Object other) {
    return op("mul", other);
  }

  public Value dividedBy(Object other) {
    return op("div", other);
  }

  public Value to(DType type) {
    return op("to", type);
  }

  /** Length of a dimension, an int. */
  public Value size(int dimension) {
    return op("size", dimension);
  }

  /** Equal parts along a dimension. */
  public Value[] chunk(int parts, int dimension) {
    return function.unpack(op("chunk", parts, dimension), parts);
  }

  @Override
  public String toString() {
    return name;
  }
}
