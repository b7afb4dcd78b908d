package inkflow.operators.records;

import inkflow.SketchEvent;
import inkflow.schemas.RecordCodec;
import inkflow.schemas.UnreadableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/** Partition (int), offset, timestamp (longs), then the event as encoded on Kafka. */
final class SourceEventSerializer extends ImmutableSerializer<SourceEvent> {
  private static final long serialVersionUID = 1L;
  private static final int HEAD = Integer.BYTES + 2 * Long.BYTES;
  private static final RecordCodec<SketchEvent> CODEC = RecordCodec.of(SketchEvent.class);
  static final SourceEventSerializer INSTANCE = new SourceEventSerializer();

  @Override
  public byte[] encode(SourceEvent value) {
    byte[] event = CODEC.encode(value.event());
    return ByteBuffer.allocate(HEAD + event.length)
        .putInt(value.partition())
        .putLong(value.offset())
        .putLong(value.timestamp())
        .put(event)
        .array();
  }

  @Override
  public SourceEvent decode(byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int partition = in.getInt();
    long offset = in.getLong();
    long timestamp = in.getLong();
    byte[] event = new byte[in.remaining()];
    in.get(event);
    try {
      return new SourceEvent(CODEC.decode(event), partition, offset, timestamp);
    } catch (UnreadableRecordException e) {
      throw new IOException(e);
    }
  }

  @Override
  public TypeSerializerSnapshot<SourceEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Holds no data. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<SourceEvent> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
