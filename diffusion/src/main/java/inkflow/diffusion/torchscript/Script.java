package inkflow.diffusion.torchscript;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A TorchScript module without parameters of its own: functions, and methods that Java may call.
 * Weights are an argument of each call, so different weights can use the same module.
 */
public final class Script {
  private static final String CLASS = "Network";
  private final Map<String, FunctionWriter> functions = new LinkedHashMap<>();
  private final Map<String, FunctionWriter> methods = new LinkedHashMap<>();

  /** Begins a function. Its name is made of letters, digits and underscores. */
  public FunctionWriter function(String name) {
    FunctionWriter function = begin(functions, name);
    function.parameter("w", "List[Tensor]");
    return function;
  }

  /** Begins a method that takes the weights first. */
  public FunctionWriter method(String name) {
    FunctionWriter method = begin(methods, name);
    method.parameter("w", "List[Tensor]");
    return method;
  }

  /** Begins a method that takes only what is declared. */
  public FunctionWriter staticMethod(String name) {
    return begin(methods, name);
  }

  /** Calls a function; writes it first if it doesn't exist yet. */
  public Value call(
      FunctionWriter caller, String name, Function<FunctionWriter, Value> body, Value... values) {
    FunctionWriter function = function(name);
    function.returns(body.apply(function));
    return caller.call(name, (Object[]) values);
  }

  /** Writes a function, unless one with that name exists; returns its name. */
  public String once(String name, Function<FunctionWriter, Value> body) {
    if (!functions.containsKey(name)) {
      FunctionWriter function = function(name);
      function.returns(body.apply(function));
    }
    return name;
  }

  private static FunctionWriter begin(Map<String, FunctionWriter> scope, String name) {
    FunctionWriter function = new FunctionWriter(name);
    if (scope.put(name, function) != null) {
      throw new IllegalArgumentException("function: " + name + " (expected: a name not yet used)");
    }
    return function;
  }

  /** The source, as in {@code code/__torch__.py} of an archive. */
  public String source() {
    StringBuilder source = new StringBuilder();
    source.append("class ").append(CLASS).append("(Module):\n");
    source.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    for (FunctionWriter method : methods.values()) {
      source.append(method.source("__torch__." + CLASS).indent(2));
    }
    functions.values().forEach(function -> source.append(function.source(null)));
    return source.toString();
  }
}
