package inkflow.diffusion.torchscript;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/**
 * A list of tensors that scripts take as one argument. It is made once and passed to every call, so
 * that a call has no cost per tensor. It keeps its tensors alive.
 */
public final class TensorList implements AutoCloseable {
  private final IValue list;
  private final int size;

  private TensorList(IValue list, int size) {
    this.list = list;
    this.size = size;
  }

  /** A list of PyTorch arrays; they may be closed afterwards. */
  public static TensorList of(List<? extends NDArray> tensors) {
    PtNDArray[] arrays = tensors.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new);
    return new TensorList(IValue.listFrom(arrays), arrays.length);
  }

  IValue handle() {
    return list;
  }

  public int size() {
    return size;
  }

  @Override
  public void close() {
    list.close();
  }
}
