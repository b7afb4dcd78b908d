package inkflow.diffusion.torchscript;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes one TorchScript function, a statement at a time. Every function takes the weights as its
 * first argument {@code w}, a list of tensors.
 */
public final class FunctionWriter {
  private static final String TENSOR = "Tensor";
  private static final String TENSORS = "List[Tensor]";

  private final StringBuilder body = new StringBuilder();
  private final String name;
  private final StringJoiner parameters = new StringJoiner(",\n    ");
  private String returnType;
  private int variables;
  private String indent = "  ";

  FunctionWriter(String name) {
    this.name = name;
  }

  /** Adds a tensor parameter. */
  public Value parameter(String parameter) {
    return parameter(parameter, TENSOR);
  }

  /** Adds a parameter of a TorchScript type such as {@code List[Tensor]} or {@code int}. */
  public Value parameter(String parameter, String type) {
    parameters.add(parameter + ": " + type);
    return new Value(this, parameter);
  }

  /** Writes {@code vN = torch.op(arguments)}. */
  public Value op(String op, Object... arguments) {
    String set = op.indexOf('.') < 0 ? "torch." : "ops.";
    return let(set + op + call(arguments));
  }

  /** Writes a call of another function of the script with this function's weights. */
  public Value call(String function, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = weights();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return let("__torch__." + function + call(all));
  }

  /** The list of weights. */
  public Value weights() {
    return new Value(this, "w");
  }

  /** One weight. */
  public Value weight(int index) {
    return element(weights(), index);
  }

  /** One element of a list. */
  public Value element(Value list, int index) {
    return new Value(this, list + "[" + index + "]");
  }

  /** An empty list of tensors. */
  public Value noTensors() {
    return let("annotate(List[Tensor], [])");
  }

  /** Unpacks a list or tuple of known length. */
  public Value[] unpack(Value list, int length) {
    Value[] parts = new Value[length];
    Arrays.setAll(parts, i -> new Value(this, fresh()));
    StringJoiner names = new StringJoiner(", ");
    Arrays.stream(parts).forEach(part -> names.add(part.toString()));
    line(names + ", = " + list);
    return parts;
  }

  /** One of two expressions, by a condition; only that one is computed. */
  public Value choose(Value condition, Supplier<Value> then, Supplier<Value> otherwise) {
    String result = fresh();
    line("if " + condition + ":");
    branch(result, then);
    line("else:");
    branch(result, otherwise);
    return new Value(this, result);
  }

  /** Writes a loop; its body gets the iteration's number, from 0. */
  public void loop(Value rounds, Consumer<Value> body) {
    Value round = new Value(this, fresh());
    line("for " + round + " in range(" + rounds + "):");
    indent += "  ";
    body.accept(round);
    indent = indent.substring(2);
  }

  private void branch(String result, Supplier<Value> expression) {
    indent += "  ";
    line(result + " = " + expression.get());
    indent = indent.substring(2);
  }

  /** Ends the function with one tensor. */
  public void returns(Value value) {
    returnType = TENSOR;
    line("return " + value);
  }

  /** Ends the function with a list of tensors. */
  public void returns(List<Value> values) {
    returnType = TENSORS;
    line("return " + Literal.of(values));
  }

  /** Ends the function with a value that is a list of tensors itself. */
  public void returnsList(Value list) {
    returnType = TENSORS;
    line("return " + list);
  }

  private Value let(String expression) {
    Value variable = new Value(this, fresh());
    line(variable + " = " + expression);
    return variable;
  }

  private String fresh() {
    return "v" + variables++;
  }

  private void line(String statement) {
    body.append(indent).append(statement).append('\n');
  }

  private static String call(Object... arguments) {
    StringJoiner list = new StringJoiner(", ", "(", ")");
    Arrays.stream(arguments).forEach(argument -> list.add(Literal.of(argument)));
    return list.toString();
  }

  /** The function's source, or that of a method of the class {@code self} is of. */
  String source(String self) {
    if (returnType == null) {
      throw new IllegalStateException("function " + name + ": no return (expected: one)");
    }
    String first = self == null ? "" : "self: " + self + ",\n    ";
    return "def " + name + "(" + first + parameters + ") -> " + returnType + ":\n" + body;
  }
}
