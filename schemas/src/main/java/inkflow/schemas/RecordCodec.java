package inkflow.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Avro single-object encoding of one record type: two-byte marker, 8-byte CRC-64-AVRO fingerprint,
 * body. Reads bytes written with the current schema and with every earlier one it was given.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://avro.apache.org/docs/1.11.1/specification/#single-object-encoding">Avro
 *     single-object encoding</a>
 */
public final class RecordCodec<T extends SpecificRecordBase> {
  private static final short MARKER = (short) 0xC301;
  private static final int HEADER_BYTES = 10;

  private final SpecificData data;
  private final Schema schema;
  private final long fingerprint;
  private final SchemaStore earlier;
  private final BinaryMessageEncoder<T> encoder;

  private RecordCodec(SpecificData data, Schema schema, SchemaStore earlier) {
    this.data = data;
    this.schema = schema;
    this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
    this.earlier = earlier;
    this.encoder = new BinaryMessageEncoder<>(data, schema);
  }

  /** A codec for the generated class {@code type} that also reads all its earlier schemas. */
  public static <T extends SpecificRecordBase> RecordCodec<T> of(Class<T> type) {
    return of(type, EarlierSchemas.of(type.getSimpleName()));
  }

  /** A codec that also reads records written with a schema in {@code earlier}. */
  static <T extends SpecificRecordBase> RecordCodec<T> of(Class<T> type, SchemaStore earlier) {
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
   * Allocates in proportion to the bytes given, whatever lengths they claim.
   *
   * @throws UnreadableRecordException if the bytes are not this record: wrong marker, unknown
   *     schema, a body that is too short or too long
   */
  public T decode(byte[] bytes) throws UnreadableRecordException {
    ByteBuffer message = ByteBuffer.wrap(bytes);
    Schema writer = writer(message);
    try {
      BoundedDecoder decoder = new BoundedDecoder(message);
      T record = new SpecificDatumReader<T>(writer, schema, data).read(null, decoder);
      if (decoder.remaining() > 0) {
        throw new IOException("body: " + decoder.remaining() + " bytes more (expected: 0)");
      }
      return record;
    } catch (IOException | RuntimeException e) {
      // Avro throws many kinds of exceptions for a malformed body; all mean that it is unreadable.
      throw new UnreadableRecordException(e.toString(), e);
    }
  }

  private Schema writer(ByteBuffer message) throws UnreadableRecordException {
    if (message.remaining() < HEADER_BYTES) {
      throw unreadable("bytes", message.remaining(), "at least " + HEADER_BYTES);
    }
    short marker = message.getShort();
    if (marker != MARKER) {
      throw unreadable("marker", String.format("%04X", marker), "C301");
    }
    long written = message.order(ByteOrder.LITTLE_ENDIAN).getLong();
    Schema writer = written == fingerprint ? schema : earlier.findByFingerprint(written);
    if (writer == null) {
      throw unreadable(
          "fingerprint",
          String.format("%016X", written),
          schema.getName() + String.format(", %016X, or an earlier one", fingerprint));
    }
    return writer;
  }

  private static UnreadableRecordException unreadable(String key, Object value, String expected) {
    return new UnreadableRecordException(
        key + ": " + value + " (expected: " + expected + ")", null);
  }
}
