package inkflow.diffusion.torchscript;

/** Element types by the numbers that TorchScript writes for them (c10::ScalarType). */
public enum DType {
  UINT8(0, 1),
  INT64(4, 8),
  FLOAT16(5, 2),
  FLOAT32(6, 4),
  FLOAT64(7, 8),
  BFLOAT16(15, 2);

  private final int code;
  private final int bytes;

  DType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  public int code() {
    return code;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }
}
