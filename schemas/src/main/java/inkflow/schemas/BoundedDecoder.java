package inkflow.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Decodes Avro's binary encoding from untrusted bytes. Refuses a length that is larger than the
 * bytes left: Avro's own decoder allocates what the length says, so ten bytes could make it
 * allocate two gigabytes. Not thread-safe.
 *
 * @see <a href="https://avro.apache.org/docs/1.11.1/specification/#binary-encoding">Avro binary
 *     encoding</a>
 */
final class BoundedDecoder extends Decoder {
  private static final int MOST_VARINT_BITS = 63;

  private final ByteBuffer bytes;

  /**
   * @param body read from its position, which moves
   */
  BoundedDecoder(ByteBuffer body) {
    this.bytes = body.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Bytes not read yet. */
  int remaining() {
    return bytes.remaining();
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return need(1).get() == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException("int: " + value + " (expected: 32 bits)");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long zigzag = 0;
    for (int shift = 0; shift <= MOST_VARINT_BITS; shift += 7) {
      byte next = need(1).get();
      zigzag |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return zigzag >>> 1 ^ -(zigzag & 1);
      }
    }
    throw new IOException("varint: over 10 bytes (expected: at most 10)");
  }

  @Override
  public float readFloat() throws IOException {
    return need(Float.BYTES).getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return need(Double.BYTES).getDouble();
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    return new String(take(readLong()), StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(take(readLong()));
  }

  @Override
  public void skipBytes() throws IOException {
    skip(readLong());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    need(length).get(target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    skip(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  /**
   * Checks the count against the bytes left: every element of our records takes at least one byte.
   */
  @Override
  public long readArrayStart() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    need(count);
    return count;
  }

  @Override
  public long arrayNext() throws IOException {
    return readArrayStart();
  }

  /** Skips the blocks that state their size in bytes. The caller reads the others. */
  @Override
  public long skipArray() throws IOException {
    long count = readLong();
    while (count < 0) {
      skip(readLong());
      count = readLong();
    }
    need(count);
    return count;
  }

  @Override
  public long readMapStart() throws IOException {
    return readArrayStart();
  }

  @Override
  public long mapNext() throws IOException {
    return readArrayStart();
  }

  @Override
  public long skipMap() throws IOException {
    return skipArray();
  }

  private byte[] take(long length) throws IOException {
    need(length);
    byte[] taken = new byte[(int) length];
    bytes.get(taken);
    return taken;
  }

  private void skip(long length) throws IOException {
    need(length);
    bytes.position(bytes.position() + (int) length);
  }

  private ByteBuffer need(long length) throws IOException {
    if (length < 0 || length > bytes.remaining()) {
      throw new EOFException(
          "length: " + length + " (expected: at most the " + bytes.remaining() + " bytes left)");
    }
    return bytes;
  }
}
