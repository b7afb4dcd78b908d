package inkflow.diffusion.weights.file;

/** Element types of the safetensors format, with their size in bytes. */
public enum DType {
  BOOL(1, false),
  U8(1, false),
  I8(1, false),
  F8_E5M2(1, true),
  F8_E4M3(1, true),
  I16(2, false),
  U16(2, false),
  F16(2, true),
  BF16(2, true),
  I32(4, false),
  U32(4, false),
  F32(4, true),
  F64(8, true),
  I64(8, false),
  U64(8, false);

  private final int bytes;
  private final boolean weight;

  DType(int bytes, boolean weight) {
    this.bytes = bytes;
    this.weight = weight;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether a network's weight may have this type: F16, BF16, F32, F64 or one of 8 bits. */
  public boolean isWeight() {
    return weight;
  }
}
