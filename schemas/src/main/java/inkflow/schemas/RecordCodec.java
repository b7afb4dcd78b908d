package inkflow.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Avro single-object encoding of one record type: two-byte marker, 8-byte CRC-64-AVRO fingerprint,
 * body. Reads bytes written with the current schema and with every earlier one it was given.
 *
 * <p>Safe for use by several threads.
 *
 * @see <a href="https://avro.apache.org/docs/1.11.1/specification/#single-object-encoding">Avro
 *     single-object encoding</a>
 */
public final class RecordCodec<T extends SpecificRecordBase> {
  private final BinaryMessageEncoder<T> encoder;
  private final BinaryMessageDecoder<T> decoder;

  private RecordCodec(SpecificData data, Schema schema, SchemaStore earlier) {
    this.encoder = new BinaryMessageEncoder<>(data, schema);
    this.decoder = new BinaryMessageDecoder<>(data, schema, earlier);
  }

  /** A codec for the generated class {@code type}. */
  public static <T extends SpecificRecordBase> RecordCodec<T> of(Class<T> type) {
    return of(type, new SchemaStore.Cache());
  }

  /** As {@link #of(Class)}, and reads what was written with any schema in {@code earlier}. */
  public static <T extends SpecificRecordBase> RecordCodec<T> of(
      Class<T> type, SchemaStore earlier) {
    SpecificData data = SpecificData.getForClass(type);
    return new RecordCodec<>(data, data.getSchema(type), earlier);
  }

  public byte[] encode(T record) {
    try {
      ByteBuffer encoded = encoder.encode(record);
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("encoding to memory", e);
    }
  }

  /**
   * @throws UnreadableRecordException if the bytes are no such record: wrong marker, a schema
   *     nobody knows, or a body that ends early
   */
  public T decode(byte[] bytes) throws UnreadableRecordException {
    try {
      return decoder.decode(ByteBuffer.wrap(bytes));
    } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
      throw new UnreadableRecordException(e.toString(), e);
    }
  }
}
