package inkflow.diffusion.weights.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * One tensor of a memory-mapped file; nothing is copied until requested. Immutable; may be read
 * from any thread.
 */
public final class TensorView {
  private final Path file;
  private final String name;
  private final DType dtype;
  private final long[] shape;
  private final ByteBuffer bytes;
  private final boolean mapped;

  /**
   * @param file for error messages
   * @param bytes exactly the tensor's elements, row-major, little-endian
   */
  public TensorView(Path file, String name, DType dtype, long[] shape, ByteBuffer bytes) {
    this(file, name, dtype, shape, bytes, false);
  }

  /**
   * @param mapped whether the bytes are a file's read-only mapping
   */
  TensorView(Path file, String name, DType dtype, long[] shape, ByteBuffer bytes, boolean mapped) {
    this.mapped = mapped;
    this.file = file;
    this.name = name;
    this.dtype = dtype;
    this.shape = shape.clone();
    this.bytes = bytes.asReadOnlyBuffer();
  }

  public Path file() {
    return file;
  }

  public String name() {
    return name;
  }

  public DType dtype() {
    return dtype;
  }

  /** Sizes, outermost first; empty for a scalar. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int elements() {
    return bytes.capacity() / dtype.bytes();
  }

  /** The raw elements: a fresh, read-only, little-endian view from 0 to its limit. */
  public ByteBuffer bytes() {
    return bytes.duplicate().clear().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Releases the file's pages from this process's memory. Always safe: the next access reads them
   * again.
   */
  public void release() {
    if (mapped) {
      MappedPages.release(bytes());
    }
  }

  /** This tensor with another name. */
  public TensorView as(String newName) {
    return new TensorView(file, newName, dtype, shape, bytes.duplicate().clear(), mapped);
  }

  /** The same elements in another shape, as for 1x1 convolutions used as linear layers. */
  public TensorView reshape(long... newShape) {
    if (Arrays.stream(newShape).reduce(1L, Math::multiplyExact) != elements()) {
      throw fault("shape " + Arrays.toString(shape) + " can't be " + Arrays.toString(newShape));
    }
    return new TensorView(file, name, dtype, newShape, bytes.duplicate().clear(), mapped);
  }

  /** Part of the rows of the outermost axis, without a copy. */
  public TensorView rows(int from, int to) {
    int rowBytes = Math.toIntExact(bytes.capacity() / shape[0]);
    long[] part = shape.clone();
    part[0] = (long) to - from;
    return new TensorView(
        file, name, dtype, part, bytes().slice(from * rowBytes, (to - from) * rowBytes), mapped);
  }

  /** A transposed copy of a matrix. */
  public TensorView transpose() {
    int rows = Math.toIntExact(shape[0]);
    int columns = Math.toIntExact(shape[1]);
    int size = dtype.bytes();
    ByteBuffer from = bytes();
    ByteBuffer to = ByteBuffer.allocateDirect(from.capacity());
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        to.put(from.slice((row * columns + column) * size, size));
      }
    }
    return new TensorView(file, name, dtype, new long[] {columns, rows}, to.flip());
  }

  /** A copy in float32; exact for F16, BF16, F32 and fp8. */
  public float[] toFloats() {
    return Widening.toFloats(this);
  }

  /**
   * The number in a tensor of one element, of any type; false is 0 and true is 1.
   *
   * @throws InvalidModelException for several elements
   */
  public double toNumber() {
    if (elements() != 1) {
      throw fault(Arrays.toString(shape) + " (expected: one number)");
    }
    ByteBuffer data = bytes();
    return switch (dtype) {
      case U8, BOOL -> data.get(0) & 0xff;
      case I8 -> data.get(0);
      case I16 -> data.getShort(0);
      case U16 -> data.getShort(0) & 0xffff;
      case I32 -> data.getInt(0);
      case U32 -> data.getInt(0) & 0xffffffffL;
      case I64, U64 -> data.getLong(0);
      case F64 -> data.getDouble(0);
      case F32, F16, BF16, F8_E4M3, F8_E5M2 -> toFloats()[0];
    };
  }

  /** A copy of an I64 tensor. */
  public long[] toLongs() {
    if (dtype != DType.I64) {
      throw fault("dtype " + dtype + " (expected: I64)");
    }
    long[] values = new long[elements()];
    bytes().asLongBuffer().get(values);
    return values;
  }

  /** A copy of an F64 tensor. */
  public double[] toDoubles() {
    if (dtype != DType.F64) {
      throw fault("dtype " + dtype + " (expected: F64)");
    }
    double[] values = new double[elements()];
    bytes().asDoubleBuffer().get(values);
    return values;
  }

  /** Refuses NaN and infinity; reads the tensor once. */
  public void requireFinite() {
    findFault()
        .ifPresent(
            fault -> {
              throw fault;
            });
  }

  Optional<InvalidModelException> findFault() {
    long at = FiniteCheck.firstNotFinite(this);
    return at < 0
        ? Optional.empty()
        : Optional.of(fault("NaN or infinity at element " + at + " (expected: numbers)"));
  }

  public InvalidModelException fault(String problem) {
    return new InvalidModelException(file, name, problem);
  }

  @Override
  public String toString() {
    return name + " " + dtype + Arrays.toString(shape);
  }
}
