package inkflow.operators.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** A {@link RawRecord}, then the reason in UTF-8 until the end. */
final class DeadLetterSerializer extends ImmutableSerializer<DeadLetter> {
  private static final long serialVersionUID = 1L;
  static final DeadLetterSerializer INSTANCE = new DeadLetterSerializer();

  @Override
  public byte[] encode(DeadLetter value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    RawRecordSerializer.write(value.record(), out);
    out.write(value.reason().getBytes(UTF_8));
    return bytes.toByteArray();
  }

  @Override
  public DeadLetter decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    RawRecord record = RawRecordSerializer.read(in);
    return new DeadLetter(record, new String(in.readAllBytes(), UTF_8));
  }

  @Override
  public TypeSerializerSnapshot<DeadLetter> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Holds no data. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<DeadLetter> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
