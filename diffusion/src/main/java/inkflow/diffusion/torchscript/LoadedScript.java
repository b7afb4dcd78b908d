package inkflow.diffusion.torchscript;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** A script in libtorch. Not thread-safe: one thread runs it. */
public final class LoadedScript implements AutoCloseable {
  private final PtNDManager manager;
  private final PtSymbolBlock block;

  private LoadedScript(PtNDManager manager, PtSymbolBlock block) {
    this.manager = manager;
    this.block = block;
  }

  /**
   * Compiles a script. {@link TorchRuntime#start} comes first.
   *
   * @throws ai.djl.engine.EngineException when libtorch does not accept the source
   */
  public static LoadedScript load(Script script, Device device) {
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
    try {
      ByteArrayInputStream archive = new ByteArrayInputStream(ScriptArchive.bytes(script));
      return new LoadedScript(manager, JniUtils.loadModule(manager, archive, false, false));
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Runs a method that returns one tensor.
   *
   * @param scope owns the result
   * @param arguments arrays, {@link TensorList}s, longs, doubles, long arrays
   */
  public NDArray run(NDManager scope, String method, Object... arguments) {
    try (IValue result = call(method, arguments)) {
      return result.toTensor((PtNDManager) scope);
    }
  }

  /** Runs a method that returns a list of tensors, which {@code scope} then owns. */
  public List<NDArray> runList(NDManager scope, String method, Object... arguments) {
    try (IValue result = call(method, arguments)) {
      return List.of(result.toTensorArray((PtNDManager) scope));
    }
  }

  private IValue call(String method, Object... arguments) {
    JniUtils.setGraphExecutorOptimize(false); // a setting of the calling thread
    List<IValue> owned = new ArrayList<>();
    try {
      IValue[] values = new IValue[arguments.length];
      for (int i = 0; i < values.length; i++) {
        if (arguments[i] instanceof TensorList list) {
          values[i] = list.handle();
        } else {
          values[i] = value(arguments[i]);
          owned.add(values[i]);
        }
      }
      return IValueUtils.runMethod(block, method, values);
    } finally {
      owned.forEach(IValue::close);
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    } else if (argument instanceof Long number) {
      return IValue.from((long) number);
    } else if (argument instanceof Double number) {
      return IValue.from((double) number);
    } else if (argument instanceof long[] numbers) {
      return IValue.listFrom(numbers);
    }
    throw new IllegalArgumentException(
        "argument: " + argument + " (expected: a PyTorch array, tensor list, long or double)");
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}
