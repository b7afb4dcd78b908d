package inkflow.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import inkflow.EngineCapabilities;
import inkflow.GeneratedFrame;
import inkflow.SessionUpdate;
import inkflow.schemas.RecordCodec;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes Avro records to one topic, each with its key. */
abstract class RecordWriter<T extends SpecificRecordBase>
    implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1L;
  private final String topic;

  RecordWriter(String topic) {
    this.topic = topic;
  }

  abstract RecordCodec<T> codec();

  abstract String keyOf(T record);

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T record, KafkaSinkContext context, Long timestamp) {
    return new ProducerRecord<>(topic, keyOf(record).getBytes(UTF_8), codec().encode(record));
  }

  /** For {@code generated-frames}. */
  static final class Frames extends RecordWriter<GeneratedFrame> {
    private static final long serialVersionUID = 1L;
    private static final RecordCodec<GeneratedFrame> CODEC = RecordCodec.of(GeneratedFrame.class);

    Frames(String topic) {
      super(topic);
    }

    @Override
    RecordCodec<GeneratedFrame> codec() {
      return CODEC;
    }

    @Override
    String keyOf(GeneratedFrame record) {
      return record.getSessionId();
    }
  }

  /** For {@code session-updates}. */
  static final class Updates extends RecordWriter<SessionUpdate> {
    private static final long serialVersionUID = 1L;
    private static final RecordCodec<SessionUpdate> CODEC = RecordCodec.of(SessionUpdate.class);

    Updates(String topic) {
      super(topic);
    }

    @Override
    RecordCodec<SessionUpdate> codec() {
      return CODEC;
    }

    @Override
    String keyOf(SessionUpdate record) {
      return record.getSessionId();
    }
  }

  /** For {@code engine-capabilities}. */
  static final class Capabilities extends RecordWriter<EngineCapabilities> {
    private static final long serialVersionUID = 1L;
    private static final RecordCodec<EngineCapabilities> CODEC =
        RecordCodec.of(EngineCapabilities.class);

    Capabilities(String topic) {
      super(topic);
    }

    @Override
    RecordCodec<EngineCapabilities> codec() {
      return CODEC;
    }

    @Override
    String keyOf(EngineCapabilities record) {
      return record.getJob();
    }
  }
}
