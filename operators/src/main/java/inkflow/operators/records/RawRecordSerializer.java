package inkflow.operators.records;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** The fields of {@link RawRecord} in order; length -1 means no key. */
final class RawRecordSerializer extends ImmutableSerializer<RawRecord> {
  private static final long serialVersionUID = 1L;
  static final RawRecordSerializer INSTANCE = new RawRecordSerializer();

  @Override
  public byte[] encode(RawRecord value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(value.value().length + 64);
    write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Override
  public RawRecord decode(byte[] bytes) throws IOException {
    return read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  static void write(RawRecord record, DataOutputStream out) throws IOException {
    out.writeUTF(record.topic());
    out.writeInt(record.partition());
    out.writeLong(record.offset());
    out.writeLong(record.timestamp());
    out.writeInt(record.key() == null ? -1 : record.key().length);
    if (record.key() != null) {
      out.write(record.key());
    }
    out.writeInt(record.value().length);
    out.write(record.value());
  }

  static RawRecord read(DataInputStream in) throws IOException {
    return new RawRecord(
        in.readUTF(),
        in.readInt(),
        in.readLong(),
        in.readLong(),
        readBlock(in, in.readInt()),
        readBlock(in, in.readInt()));
  }

  private static byte[] readBlock(DataInputStream in, int length) throws IOException {
    if (length < 0) {
      return null;
    }
    byte[] block = new byte[length];
    in.readFully(block);
    return block;
  }

  @Override
  public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Holds no data. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<RawRecord> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
