package inkflow.diffusion.lora.kinds;

import inkflow.diffusion.weights.file.TensorView;

/** The operations by their definitions. Slow and plain: the reference for libtorch's. */
public final class PlainMath implements TensorMath<PlainTensor> {

  @Override
  public PlainTensor tensor(TensorView view) {
    return new PlainTensor(view.toFloats(), view.shape());
  }

  @Override
  public PlainTensor product(PlainTensor left, PlainTensor right) {
    int rank = right.rows();
    int columns = right.columns();
    float[] product = new float[left.rows() * columns];
    for (int row = 0; row < left.rows(); row++) {
      for (int r = 0; r < rank; r++) {
        float factor = left.values()[row * rank + r];
        for (int i = 0; i < columns; i++) {
          product[row * columns + i] += factor * right.values()[r * columns + i];
        }
      }
    }
    return new PlainTensor(product, left.rows(), columns);
  }

  @Override
  public PlainTensor transposed(PlainTensor matrix) {
    int rows = matrix.rows();
    int columns = matrix.columns();
    float[] transposed = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        transposed[column * rows + row] = matrix.values()[row * columns + column];
      }
    }
    return new PlainTensor(transposed, columns, rows);
  }

  @Override
  public PlainTensor tucker(PlainTensor core, PlainTensor left, PlainTensor right) {
    int ranks = core.size(1);
    int area = core.columns() / ranks;
    int in = right.columns();
    PlainTensor partly = product(left, core); // (out, q area)
    float[] kernel = new float[left.rows() * in * area];
    for (int out = 0; out < left.rows(); out++) {
      for (int q = 0; q < ranks; q++) {
        for (int i = 0; i < in; i++) {
          float factor = right.values()[q * in + i];
          for (int k = 0; k < area; k++) {
            kernel[(out * in + i) * area + k] +=
                factor * partly.values()[(out * ranks + q) * area + k];
          }
        }
      }
    }
    return new PlainTensor(kernel, left.rows(), (long) in * area);
  }

  @Override
  public PlainTensor times(PlainTensor one, PlainTensor other) {
    float[] product = new float[one.values().length];
    for (int i = 0; i < product.length; i++) {
      product[i] = one.values()[i] * other.values()[i];
    }
    return new PlainTensor(product, one.shape());
  }

  @Override
  public PlainTensor kronecker(PlainTensor left, PlainTensor right) {
    int columns = left.columns() * right.columns();
    float[] product = new float[left.rows() * right.rows() * columns];
    for (int row = 0; row < left.rows() * right.rows(); row++) {
      int leftRow = row / right.rows() * left.columns();
      int rightRow = row % right.rows() * right.columns();
      for (int column = 0; column < columns; column++) {
        product[row * columns + column] =
            left.values()[leftRow + column / right.columns()]
                * right.values()[rightRow + column % right.columns()];
      }
    }
    return new PlainTensor(product, (long) left.rows() * right.rows(), columns);
  }

  @Override
  public PlainTensor scaled(PlainTensor tensor, double factor) {
    float[] scaled = tensor.values().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= (float) factor;
    }
    return new PlainTensor(scaled, tensor.shape());
  }

  @Override
  public PlainTensor decomposed(
      PlainTensor weight, PlainTensor delta, PlainTensor magnitude, boolean outputs) {
    float[] own = weight.values();
    double[] squares = new double[outputs ? weight.size(0) : weight.size(1)];
    for (int i = 0; i < own.length; i++) {
      double moved = own[i] + delta.values()[i];
      squares[vector(weight, i, outputs)] += moved * moved;
    }
    float[] change = new float[own.length];
    for (int i = 0; i < own.length; i++) {
      int at = vector(weight, i, outputs);
      double length = magnitude.values()[at] / Math.sqrt(squares[at]);
      change[i] = (float) ((own[i] + delta.values()[i]) * length - own[i]);
    }
    return new PlainTensor(change, weight.shape());
  }

  @Override
  public PlainTensor rescaled(PlainTensor weight, PlainTensor factors, boolean outputs) {
    float[] change = new float[weight.values().length];
    for (int i = 0; i < change.length; i++) {
      change[i] = weight.values()[i] * factors.values()[vector(weight, i, outputs)];
    }
    return new PlainTensor(change, weight.shape());
  }

  /** The output or input that an element belongs to. */
  private static int vector(PlainTensor weight, int element, boolean outputs) {
    return outputs
        ? element / weight.columns()
        : element % weight.columns() / (weight.columns() / weight.size(1));
  }
}
